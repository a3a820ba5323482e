// An echo server of Go's gorilla/websocket: gorilla_server PORT.
package main

import (
	"net/http"
	"os"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

var upgrader = websocket.Upgrader{EnableCompression: true}

func serve(w http.ResponseWriter, r *http.Request) {
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close()
	for {
		kind, data, err := socket.ReadMessage()
		if err != nil {
			return
		}
		// Its documentation leaves the check of text to the application.
		if kind == websocket.TextMessage && !utf8.Valid(data) {
			reason := websocket.FormatCloseMessage(websocket.CloseInvalidFramePayloadData, "")
			socket.WriteControl(websocket.CloseMessage, reason, time.Time{})
			return
		}
		if socket.WriteMessage(kind, data) != nil {
			return
		}
	}
}

func main() {
	panic(http.ListenAndServe("127.0.0.1:"+os.Args[1], http.HandlerFunc(serve)))
}
