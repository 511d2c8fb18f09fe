package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/asticode/go-astits"
	"github.com/pion/rtp/codecs"
)

const (
	mediaClock = 90_000 // the clock of MPEG-TS: all media times are in it
	mtu        = 1400
)

// track is the picture or the sound, as every client gets it.
type track struct {
	sdp           string
	clock         int64
	ssrc, offset  uint32
	seq           uint16
	packets, size uint32
}

// stamp is a media time in the RTP clock of a track, which begins anywhere.
func (t *track) stamp(at int64) uint32 { return t.offset + uint32(at*t.clock/mediaClock) }

// unit is one picture or one AAC frame, cut into RTP payloads.
type unit struct {
	track    int
	pts, dts int64
	payloads [][]byte
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

// random gives what must differ from one start to the next, as cameras' numbers do.
func random() uint32 {
	var bytes [4]byte
	_, _ = rand.Read(bytes[:])
	return binary.BigEndian.Uint32(bytes[:])
}
