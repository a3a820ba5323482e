// An echo server of Go's golang.org/x/net/websocket: xnet_server PORT.
package main

import (
	"net/http"
	"os"

	"golang.org/x/net/websocket"
)

// A message as it came: the package's own codecs choose the type by that of the value.
type message struct {
	data []byte
	kind byte
}

var codec = websocket.Codec{
	Marshal: func(v interface{}) ([]byte, byte, error) {
		it := v.(message)
		return it.data, it.kind, nil
	},
	Unmarshal: func(data []byte, kind byte, v interface{}) error {
		*v.(*message) = message{data, kind}
		return nil
	},
}

func serve(socket *websocket.Conn) {
	defer socket.Close()
	for {
		var it message
		if codec.Receive(socket, &it) != nil || codec.Send(socket, it) != nil {
			return
		}
	}
}

func main() {
	// A handler asks for an Origin, a server does not.
	panic(http.ListenAndServe("127.0.0.1:"+os.Args[1], websocket.Server{Handler: serve}))
}
