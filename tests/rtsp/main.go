// Command rtspcam is a network camera for tests: it loops one MPEG-TS file in real
// time, over RTSP (RFC 2326) with RTP interleaved in TCP.
package main

import (
	"bufio"
	"context"
	"crypto/md5"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/asticode/go-astits"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

const (
	mediaClock  = 90_000 // the clock of MPEG-TS: all times below are in it
	mtu         = 1400
	reportEvery = 5 * time.Second
	queueLength = 2048          // packets that wait for a slow client: some seconds
	ntpEpoch    = 2_208_988_800 // 1970 in seconds since 1900
)

// track is the picture or the sound, as every client gets it.
type track struct {
	sdp           string
	clock         int64
	ssrc, offset  uint32
	seq           uint16
	packets, size uint32
}

// unit is one picture or one AAC frame, cut into RTP payloads.
type unit struct {
	track    int
	pts, dts int64
	payloads [][]byte
}

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

// random gives what must differ from one start to the next, as cameras' numbers do.
func random() uint32 {
	var bytes [4]byte
	_, _ = rand.Read(bytes[:])
	return binary.BigEndian.Uint32(bytes[:])
}

// load reads the whole file, so that looping needs no more than a counter.
func (c *camera) load(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	kinds := map[uint16]astits.StreamType{}
	var pictures, sounds []unit
	var parameters []string
	var sound *track
	cutter := codecs.H264Payloader{}
	demuxer := astits.NewDemuxer(context.Background(), bufio.NewReader(file))
	for {
		data, err := demuxer.NextData()
		if errors.Is(err, astits.ErrNoMorePackets) {
			break
		} else if err != nil {
			return err
		}
		if data.PMT != nil {
			for _, stream := range data.PMT.ElementaryStreams {
				kinds[stream.ElementaryPID] = stream.StreamType
			}
		}
		if data.PES == nil || data.PES.Header.OptionalHeader.PTS == nil {
			continue
		}
		header := data.PES.Header.OptionalHeader
		pts, dts := header.PTS.Base, header.PTS.Base
		if header.DTS != nil {
			dts = header.DTS.Base
		}
		switch kinds[data.PID] {
		case astits.StreamTypeH264Video:
			if parameters == nil {
				parameters = parameterSets(data.PES.Data)
			}
			pictures = append(pictures, unit{0, pts, dts, cutter.Payload(mtu, data.PES.Data)})
		case astits.StreamTypeAACAudio:
			var frames []unit
			if frames, sound, err = aacFrames(data.PES.Data, pts); err != nil {
				return err
			}
			sounds = append(sounds, frames...)
		}
	}
	if len(parameters) != 2 || len(pictures) < 2 {
		return errors.New("no H.264 with its parameter sets in this file")
	}
	c.tracks = []*track{{clock: mediaClock, sdp: fmt.Sprintf("m=video 0 RTP/AVP 96\r\n"+
		"a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1; "+
		"sprop-parameter-sets=%s\r\n", strings.Join(parameters, ","))}}
	if sound != nil {
		c.tracks = append(c.tracks, sound)
	}
	for _, each := range c.tracks {
		each.ssrc, each.offset, each.seq = random(), random(), uint16(random())
	}
	c.loop(pictures, sounds)
	return nil
}

// loop keeps one turn of the pictures and the sound that belongs to it. The AAC frame
// before the first picture goes: from the second turn on, the last one has its place.
func (c *camera) loop(pictures, sounds []unit) {
	byTime := func(a, b unit) int { return int(a.pts - b.pts) }
	first := slices.MinFunc(pictures, byTime).pts
	last := slices.MaxFunc(pictures, byTime).pts
	c.period = (last - first) * int64(len(pictures)) / int64(len(pictures)-1)
	inTurn := func(each unit) bool { return each.pts < first || each.pts >= first+c.period }
	c.units = append(pictures, slices.DeleteFunc(sounds, inTurn)...)
	for i := range c.units {
		c.units[i].pts -= first
		c.units[i].dts -= first
	}
	slices.SortStableFunc(c.units, func(a, b unit) int { return int(a.dts - b.dts) })
}

// parameterSets finds SPS and PPS for the SDP, without which no client knows the size.
func parameterSets(annexB []byte) (found []string) {
	for _, nal := range strings.Split(string(annexB), "\x00\x00\x01") {
		if nal != "" && (nal[0]&0x1f == 7 || nal[0]&0x1f == 8) {
			nal = strings.TrimRight(nal, "\x00")
			found = append(found, base64.StdEncoding.EncodeToString([]byte(nal)))
		}
	}
	return found
}

// aacFrames takes the ADTS headers off (RFC 3640 has AU headers instead) and says in
// SDP what they told.
func aacFrames(adts []byte, pts int64) (found []unit, sound *track, err error) {
	rates := []int64{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000}
	for len(adts) >= 7 {
		kind, index := adts[2]>>6+1, adts[2]>>2&15
		channels := adts[2]&1<<2 | adts[3]>>6
		size := int(adts[3]&3)<<11 | int(adts[4])<<3 | int(adts[5])>>5
		start := 9 - 2*int(adts[1]&1) // a checksum may follow the header
		if adts[0] != 0xff || int(index) >= len(rates) || size < start || size > len(adts) {
			return nil, nil, errors.New("not ADTS")
		}
		head := binary.BigEndian.AppendUint16([]byte{0, 16}, uint16(size-start)<<3)
		payload := append(head, adts[start:size]...)
		at := pts + int64(len(found))*1024*mediaClock/rates[index]
		found = append(found, unit{1, at, at, [][]byte{payload}})
		sound = &track{clock: rates[index], sdp: fmt.Sprintf("m=audio 0 RTP/AVP 97\r\n"+
			"a=rtpmap:97 mpeg4-generic/%d/%d\r\na=fmtp:97 streamtype=5; profile-level-id=1; "+
			"mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=%02x%02x"+
			"\r\n", rates[index], channels, kind<<3|index>>1, index<<7|channels<<3)}
		adts = adts[size:]
	}
	return found, sound, nil
}

// stamp is a media time in the RTP clock of a track, which begins anywhere.
func (t *track) stamp(at int64) uint32 { return t.offset + uint32(at*t.clock/mediaClock) }

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
		if _, err = io.CopyN(io.Discard, reader, int64(size)); err != nil {
			return
		}
		if !c.answer(me, words[0], words[1], header) {
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
	path, trackID, _ := strings.Cut(strings.TrimSuffix(target.Path, "/"), "/trackID=")
	session := "Session: 1;timeout=60"
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
		asked := regexp.MustCompile(`^RTP/AVP/TCP.*interleaved=(\d+)-`).
			FindStringSubmatch(header.Get("Transport"))
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
	for _, pair := range regexp.MustCompile(`(\w+)="([^"]*)"`).FindAllStringSubmatch(authorization, -1) {
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
	flag.DurationVar(&c.silentAfter, "silent-after", 0, "send nothing more that long after PLAY")
	flag.BoolVar(&c.rtpInfo, "rtp-info", true, "tell clients in PLAY where the tracks meet")
	flag.Parse()
	if err := c.load(*file); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
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
