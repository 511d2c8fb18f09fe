package main

import (
	"net"
	"path"
	"time"

	"github.com/bluenviron/gortmplib"
	rtmpcodecs "github.com/bluenviron/gortmplib/pkg/codecs"
	"github.com/bluenviron/mediacommon/v2/pkg/formats/mpegts"
	tscodecs "github.com/bluenviron/mediacommon/v2/pkg/formats/mpegts/codecs"
)

const (
	// Who has not said in this time what it pushes is sent away.
	greeting = 10 * time.Second
	// Nothing at all came for so long: the device has gone.
	silence = 10 * time.Second
	// So many may be greeted at once.
	strangers = 32
	// Of MPEG-TS, in Hz.
	clock = 90_000
)

// listenRTMP lets in who pushes a stream that somebody waits for.
func listenRTMP(address string, desk *desk) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	places := make(chan struct{}, strangers)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			select {
			case places <- struct{}{}:
				go greet(conn, desk, func() { <-places })
			default:
				conn.Close()
			}
		}
	}()
	return nil
}

// greet is over when the stream is; `known` is called as soon as it is no stranger's.
func greet(conn net.Conn, desk *desk, known func()) {
	defer conn.Close()
	// What one device sends ends its own stream alone; but for what nests so deep that
	// the stack ends, which nothing recovers from.
	defer func() { _ = recover() }()
	one, pushed := introduced(conn, desk, known)
	if one == nil {
		return
	}
	defer one.end()
	if err := remux(&gortmplib.Reader{Conn: pushed}, conn, one.client); err != nil {
		one.client.refuse(err)
	}
}

// introduced is who waits for what this device pushes; nil: nobody does.
func introduced(
	conn net.Conn, desk *desk, known func(),
) (*waiting, *gortmplib.ServerConn) {
	defer known()
	if conn.SetDeadline(time.Now().Add(greeting)) != nil {
		return nil, nil
	}
	pushed := &gortmplib.ServerConn{RW: conn}
	if pushed.Initialize() != nil || pushed.AcceptConn() != nil || !pushed.Publish {
		return nil, nil
	}
	one := desk.take("rtmp", path.Base(pushed.URL.Path))
	if one == nil {
		_ = pushed.RejectAction()
	}
	return one, pushed
}

// remux gives what the device pushes as MPEG-TS; an error: nothing of it can be given.
func remux(reader *gortmplib.Reader, conn net.Conn, asked *client) error {
	if err := reader.Initialize(); err != nil {
		return errCodec
	}
	writer := &mpegts.Writer{W: asked}
	var failed error
	for _, track := range reader.Tracks() {
		follow(reader, track, writer, &failed)
	}
	if len(writer.Tracks) == 0 {
		return errCodec
	}
	if writer.Initialize() != nil || asked.begin() != nil {
		return nil
	}
	for failed == nil {
		if conn.SetDeadline(time.Now().Add(silence)) != nil || reader.Read() != nil {
			return nil
		}
	}
	return nil
}

// follow adds a track, if MPEG-TS and the reader beyond know its codec.
func follow(
	reader *gortmplib.Reader, track *gortmplib.Track, writer *mpegts.Writer, failed *error,
) {
	keep := func(codec tscodecs.Codec) *mpegts.Track {
		one := &mpegts.Track{Codec: codec}
		writer.Tracks = append(writer.Tracks, one)
		return one
	}
	switch codec := track.Codec.(type) {
	case *rtmpcodecs.H264:
		one := keep(&tscodecs.H264{})
		reader.OnDataH264(track, func(pts, dts time.Duration, unit [][]byte) {
			*failed = writer.WriteH264(one, ticks(pts), ticks(dts), unit)
		})
	case *rtmpcodecs.H265:
		one := keep(&tscodecs.H265{})
		reader.OnDataH265(track, func(pts, dts time.Duration, unit [][]byte) {
			*failed = writer.WriteH265(one, ticks(pts), ticks(dts), unit)
		})
	case *rtmpcodecs.MPEG4Audio:
		one := keep(&tscodecs.MPEG4Audio{Config: *codec.Config})
		reader.OnDataMPEG4Audio(track, func(pts time.Duration, unit []byte) {
			*failed = writer.WriteMPEG4Audio(one, ticks(pts), [][]byte{unit})
		})
	case *rtmpcodecs.MPEG1Audio:
		one := keep(&tscodecs.MPEG1Audio{})
		reader.OnDataMPEG1Audio(track, func(pts time.Duration, frame []byte) {
			*failed = writer.WriteMPEG1Audio(one, ticks(pts), [][]byte{frame})
		})
	}
}

func ticks(at time.Duration) int64 {
	return int64(at) * clock / int64(time.Second)
}
