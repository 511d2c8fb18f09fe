package main

import (
	"io"
	"strconv"
	"strings"
	"time"

	srt "github.com/datarhei/gosrt"
)

// How long lost packets may take to come again, unless the other side asks for more: two
// ways there and back over a mobile network.
const latency = 300 * time.Millisecond

// A longer wait than this is no live stream.
const longestLatency = 10 * time.Second

// Of live SRT: seven packets of MPEG-TS.
const message = 1316

// call pulls a stream from a machine that listens, until it ends or nobody reads.
func call(wanted order, asked *client, gone <-chan struct{}) {
	config := srt.DefaultConfig()
	config.StreamId = wanted.Stream
	config.Passphrase = wanted.Passphrase
	config.ReceiverLatency = clamped(wanted.Latency)
	conn, err := srt.Dial("srt", wanted.Address, config)
	if err != nil {
		asked.refuse(reason(err))
		return
	}
	defer conn.Close()
	go func() {
		<-gone
		conn.Close()
	}()
	pour(conn, asked)
}

// listenSRT lets in who pushes a stream that somebody waits for, with its passphrase.
func listenSRT(address string, desk *desk) error {
	config := srt.DefaultConfig()
	config.ReceiverLatency = latency
	listener, err := srt.Listen("srt", address, config)
	if err != nil {
		return err
	}
	go func() {
		for {
			request, err := listener.Accept2()
			if err != nil {
				return
			}
			go enter(request, desk)
		}
	}()
	return nil
}

func enter(request srt.ConnRequest, desk *desk) {
	key := resource(request.StreamId())
	passphrase, found := desk.passphrase("srt", key)
	if !found {
		request.Reject(srt.REJX_NOTFOUND)
		return
	}
	if !request.IsEncrypted() || request.SetPassphrase(passphrase) != nil {
		request.Reject(srt.REJ_BADSECRET)
		return
	}
	one := desk.take("srt", key)
	if one == nil {
		request.Reject(srt.REJX_CONFLICT)
		return
	}
	defer one.end()
	conn, err := request.Accept()
	if err != nil {
		one.client.refuse(errAnswer)
		return
	}
	defer conn.Close()
	pour(conn, one.client)
}

// pour gives what comes until either side ends.
func pour(from io.Reader, asked *client) {
	if asked.begin() != nil {
		return
	}
	_, _ = io.CopyBuffer(asked, from, make([]byte, message))
}

// resource is the stream's name, also in the form of the SRT Access Control guidelines.
func resource(id string) string {
	pairs, written := strings.CutPrefix(id, "#!::")
	if !written {
		return id
	}
	for pair := range strings.SplitSeq(pairs, ",") {
		if name, found := strings.CutPrefix(pair, "r="); found {
			return name
		}
	}
	return ""
}

func clamped(ms int) time.Duration {
	asked := time.Duration(ms) * time.Millisecond
	if asked <= 0 {
		return latency
	}
	return min(asked, longestLatency)
}

// reason why a call failed: a wrong passphrase, or nobody who answers. The library says
// it in words alone, with the number of SRT's own reason to the base of 32.
func reason(err error) error {
	for _, code := range []srt.RejectionReason{srt.REJ_BADSECRET, srt.REJ_UNSECURE} {
		if strings.Contains(err.Error(), "("+strconv.FormatUint(uint64(code), 32)+")") {
			return errPassword
		}
	}
	return errAnswer
}
