// Command nhipcau-ingest lets streams in that come by RTMP or SRT.
//
// Who wants a stream asks at a Unix socket: one line of JSON (see order), answered by
// one line, "ok" or why not, and then by the stream itself as MPEG-TS until it ends or
// who asked hangs up. Nothing is remembered: a port is opened when somebody first waits
// for a stream there, and who pushes what nobody waits for is sent away.
package main

import (
	"errors"
	"flag"
	"log"
	"net"
	"os"
	"strconv"
)

func main() {
	socket := flag.String("socket", "", "where streams are asked for")
	host := flag.String("host", "", "address of this machine that devices push to; empty: all")
	rtmp := flag.Int("rtmp", 1935, "TCP port for RTMP")
	srt := flag.Int("srt", 8890, "UDP port for SRT")
	flag.Parse()
	log.SetFlags(0)
	at := func(port int) string { return net.JoinHostPort(*host, strconv.Itoa(port)) }
	desk := newDesk(map[string]listen{
		"rtmp": func(desk *desk) error { return listenRTMP(at(*rtmp), desk) },
		"srt":  func(desk *desk) error { return listenSRT(at(*srt), desk) },
	})
	if err := serve(*socket, desk); err != nil {
		log.Fatal(err)
	}
}

// serve answers at the Unix socket until the process ends.
func serve(path string, desk *desk) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go desk.answer(conn.(*net.UnixConn))
	}
}
