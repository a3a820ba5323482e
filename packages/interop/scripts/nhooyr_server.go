// An echo server of Go's nhooyr.io/websocket: nhooyr_server PORT.
package main

import (
	"context"
	"net/http"
	"os"

	"nhooyr.io/websocket"
)

func serve(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close(websocket.StatusInternalError, "")
	socket.SetReadLimit(1 << 22)
	for {
		kind, data, err := socket.Read(context.Background())
		if err != nil || socket.Write(context.Background(), kind, data) != nil {
			return
		}
	}
}

func main() {
	panic(http.ListenAndServe("127.0.0.1:"+os.Args[1], http.HandlerFunc(serve)))
}
