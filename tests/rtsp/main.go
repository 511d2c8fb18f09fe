// Command rtspcam is a network camera for tests: it loops one MPEG-TS file in real
// time, over RTSP (RFC 2326) with RTP interleaved in TCP.
package main

import (
	"bufio"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

const (
	reportEvery = 5 * time.Second
	queueLength = 2048          // packets that wait for a slow client: some seconds
	ntpEpoch    = 2_208_988_800 // 1970 in seconds since 1900
)

// client is one connection. Only `serve` closes `out`, when no more players send to it.
type client struct {
	conn     net.Conn
	out      chan []byte
	channels map[int]byte // interleaved channel of each track that was set up
	nonce    string
	played   time.Time
}

// camera is what all connections share; `mutex` guards tracks, players and `played`.
type camera struct {
	user, password, redirect string
	rtpInfo                  bool
	silentAfter              time.Duration
	units                    []unit
	period                   int64
	tracks                   []*track
	origin                   time.Time
	mutex                    sync.Mutex
	players                  map[*client]bool
}

// now is the media time of this moment: both tracks and their reports go by it.
func (c *camera) now() int64 {
	since := time.Since(c.origin)
	return int64(since/time.Second)*mediaClock + int64(since%time.Second)*9/100_000
}

// run sends for ever, whether or not anybody looks, as a camera does.
func (c *camera) run() {
	for turn := int64(0); ; turn += c.period {
		for _, each := range c.units {
			time.Sleep(time.Duration(each.dts+turn-c.now()) * time.Second / mediaClock)
			c.mutex.Lock()
			t := c.tracks[each.track]
			for i, payload := range each.payloads {
				packet := rtp.Packet{Payload: payload, Header: rtp.Header{
					Version: 2, Marker: i == len(each.payloads)-1,
					PayloadType: uint8(96 + each.track), SequenceNumber: t.seq,
					Timestamp: t.stamp(each.pts + turn), SSRC: t.ssrc,
				}}
				bytes, _ := packet.Marshal()
				t.seq, t.packets, t.size = t.seq+1, t.packets+1, t.size+uint32(len(payload))
				c.toPlayers(each.track, 0, bytes)
			}
			c.mutex.Unlock()
		}
	}
}

// report sends what a client needs to bring the clocks of both tracks together: which
// RTP time is which moment (RFC 3550, 6.4.1).
func (c *camera) report() {
	for range time.Tick(reportEvery) {
		c.mutex.Lock()
		at := c.now()
		moment := c.origin.Add(time.Duration(at/9*100_000 + at%9*100_000/9))
		ntp := uint64(moment.Unix()+ntpEpoch)<<32 | uint64(moment.Nanosecond())<<32/1e9
		for i, t := range c.tracks {
			bytes, _ := rtcp.Marshal([]rtcp.Packet{
				&rtcp.SenderReport{SSRC: t.ssrc, NTPTime: ntp, RTPTime: t.stamp(at),
					PacketCount: t.packets, OctetCount: t.size},
				rtcp.NewCNAMESourceDescription(t.ssrc, "rtspcam"),
			})
			c.toPlayers(i, 1, bytes)
		}
		c.mutex.Unlock()
	}
}

// toPlayers queues one packet for all that play its track; who is too slow must go, for
// a camera waits for nobody.
func (c *camera) toPlayers(number int, control byte, packet []byte) {
	for each := range c.players {
		channel, wanted := each.channels[number]
		if !wanted || c.silent(each) {
			continue
		}
		framed := binary.BigEndian.AppendUint16([]byte{'$', channel + control}, uint16(len(packet)))
		select {
		case each.out <- append(framed, packet...):
		default:
			_ = each.conn.Close()
		}
	}
}

// silent is whether this client gets nothing more, not even answers.
func (c *camera) silent(to *client) bool {
	return c.silentAfter > 0 && !to.played.IsZero() && time.Since(to.played) > c.silentAfter
}

// serve answers one connection until it ends.
func (c *camera) serve(conn net.Conn) {
	me := &client{conn: conn, out: make(chan []byte, queueLength), channels: map[int]byte{},
		nonce: fmt.Sprintf("%08x%08x", random(), random())}
	go func() { // writes alone, so that packets and answers never mix
		defer conn.Close()
		for bytes := range me.out {
			if _, err := conn.Write(bytes); err != nil {
				_ = conn.Close() // the reader below then ends, too; drain until it has
			}
		}
	}()
	defer func() {
		c.mutex.Lock()
		delete(c.players, me)
		close(me.out)
		c.mutex.Unlock()
	}()
	reader := bufio.NewReader(conn)
	for {
		if mark, err := reader.Peek(4); err != nil {
			return
		} else if mark[0] == '$' { // a receiver report: of no use here
			if _, err = reader.Discard(4 + int(binary.BigEndian.Uint16(mark[2:]))); err != nil {
				return
			}
			continue
		}
		text := textproto.NewReader(reader)
		line, _ := text.ReadLine()
		header, err := text.ReadMIMEHeader()
		words := strings.Fields(line)
		if err != nil || len(words) != 3 {
			return
		}
		size, _ := strconv.Atoi(header.Get("Content-Length"))
		_, err = io.CopyN(io.Discard, reader, int64(size))
		if err != nil || !c.answer(me, words[0], words[1], header) {
			return
		}
	}
}

// answer does what one request asks; false ends the connection.
func (c *camera) answer(me *client, method, uri string, header textproto.MIMEHeader) bool {
	reply := func(status, body string, lines ...string) bool {
		lines = append([]string{"RTSP/1.0 " + status, "CSeq: " + header.Get("CSeq")}, lines...)
		lines = append(lines, fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
		if !c.silent(me) {
			me.out <- []byte(strings.Join(lines, "\r\n"))
		}
		return true
	}
	target, err := url.Parse(uri)
	if err != nil {
		return reply("400 Bad Request", "")
	}
	session := "Session: 1;timeout=60"
	path, trackID, _ := strings.Cut(strings.TrimSuffix(target.Path, "/"), "/trackID=")
	switch {
	case method == "OPTIONS":
		return reply("200 OK", "", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN")
	case method == "DESCRIBE" && c.redirect != "":
		return reply("302 Found", "", "Location: "+c.redirect)
	case !c.knows(me, method, uri, header.Get("Authorization")):
		return reply("401 Unauthorized", "",
			fmt.Sprintf(`WWW-Authenticate: Digest realm="rtspcam", nonce="%s"`, me.nonce),
			`WWW-Authenticate: Basic realm="rtspcam"`)
	case path != "/cam":
		return reply("404 Not Found", "")
	case method == "DESCRIBE":
		body := "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=rtspcam\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
		for i, t := range c.tracks {
			body += fmt.Sprintf("%sa=control:trackID=%d\r\n", t.sdp, i)
		}
		return reply("200 OK", body, "Content-Type: application/sdp",
			fmt.Sprintf("Content-Base: rtsp://%s/cam/", target.Host))
	case method == "SETUP":
		number, err := strconv.Atoi(trackID)
		if err != nil || number < 0 || number >= len(c.tracks) {
			return reply("404 Not Found", "")
		}
		interleaved := regexp.MustCompile(`^RTP/AVP/TCP.*interleaved=(\d+)-`)
		asked := interleaved.FindStringSubmatch(header.Get("Transport"))
		if asked == nil {
			return reply("461 Unsupported Transport", "")
		}
		channel, _ := strconv.Atoi(asked[1])
		c.mutex.Lock()
		me.channels[number] = byte(channel)
		c.mutex.Unlock()
		return reply("200 OK", "", session, fmt.Sprintf(
			"Transport: RTP/AVP/TCP;unicast;interleaved=%d-%d;ssrc=%08X", channel, channel+1,
			c.tracks[number].ssrc))
	case method == "PLAY":
		c.mutex.Lock() // no packet between the answer and what it says of the next ones
		defer c.mutex.Unlock()
		var infos []string
		for number := range me.channels {
			t := c.tracks[number]
			infos = append(infos, fmt.Sprintf("url=rtsp://%s/cam/trackID=%d;seq=%d;rtptime=%d",
				target.Host, number, t.seq, t.stamp(c.now())))
		}
		lines := []string{session, "Range: npt=now-"}
		if c.rtpInfo {
			lines = append(lines, "RTP-Info: "+strings.Join(infos, ","))
		}
		reply("200 OK", "", lines...)
		me.played, c.players[me] = time.Now(), true
		return true
	case method == "GET_PARAMETER" || method == "SET_PARAMETER":
		return reply("200 OK", "", session)
	case method == "TEARDOWN":
		reply("200 OK", "", session)
		return false
	}
	return reply("501 Not Implemented", "")
}

// knows is whether the request comes from the user: by digest (RFC 2069) or in the open.
func (c *camera) knows(me *client, method, uri, authorization string) bool {
	if c.user == "" {
		return true
	}
	hash := func(parts ...string) string {
		return fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(parts, ":"))))
	}
	open := base64.StdEncoding.EncodeToString([]byte(c.user + ":" + c.password))
	said := map[string]string{}
	pairs := regexp.MustCompile(`(\w+)="([^"]*)"`)
	for _, pair := range pairs.FindAllStringSubmatch(authorization, -1) {
		said[pair[1]] = pair[2]
	}
	secret := hash(c.user, "rtspcam", c.password)
	return authorization == "Basic "+open || said["username"] == c.user &&
		said["response"] == hash(secret, me.nonce, hash(method, uri))
}

// main listens, says where, and ends with its parent (or by SIGTERM, as Go does).
func main() {
	c := &camera{players: map[*client]bool{}}
	file := flag.String("file", "", "MPEG-TS file with H.264, and AAC or no sound")
	port := flag.Int("port", 0, "port on 127.0.0.1; 0 for a free one")
	flag.StringVar(&c.user, "user", "", "name to ask for; empty for none")
	flag.StringVar(&c.password, "password", "", "password of the user")
	flag.StringVar(&c.redirect, "redirect", "", "where DESCRIBE sends clients (302)")
	silent := flag.Float64("silent-after", 0, "seconds after PLAY; then send nothing more")
	flag.BoolVar(&c.rtpInfo, "rtp-info", true, "tell clients in PLAY where the tracks meet")
	flag.Parse()
	c.silentAfter = time.Duration(*silent * float64(time.Second))
	if err := c.load(*file); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(*port))
	if err != nil {
		log.Fatal(err)
	}
	c.origin = time.Now()
	go c.run()
	go c.report()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go c.serve(conn)
	}
}
