package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Longer than any order; who sends more is no client of ours.
const longestOrder = 4096

// How long a reader that does not read holds up a stream before it is cut.
const patience = 5 * time.Second

// order is what somebody asks for: to call a machine ("call"), or to wait until a
// device pushes ("rtmp", "srt").
type order struct {
	Way string `json:"way"`
	// Whom to call: a number and a port, and how it names the stream.
	Address string `json:"address"`
	Stream  string `json:"stream"`
	// In ms; 0: as usual.
	Latency int `json:"latency"`
	// By what a device that pushes is known.
	Key        string `json:"key"`
	Passphrase string `json:"passphrase"`
}

// Why a stream does not come, as the one word that is answered.
var (
	errOrder    = errors.New("order")
	errAnswer   = errors.New("no_answer")
	errPassword = errors.New("password")
	errPort     = errors.New("port_taken")
	errReplaced = errors.New("replaced")
	errCodec    = errors.New("codec")
)

// listen opens a port; what comes there is brought to the desk.
type listen func(*desk) error

// waiting is somebody who waits for a device that pushes.
type waiting struct {
	passphrase string
	client     *client
	// Closed when its stream has ended.
	done chan struct{}
}

// client is who asked: it is answered once, and then given a stream.
type client struct {
	conn *net.UnixConn
	once sync.Once
}

// desk knows who waits for what.
type desk struct {
	lock    sync.Mutex
	waits   map[string]*waiting
	listens map[string]listen
	opened  map[string]bool
}

func newDesk(listens map[string]listen) *desk {
	return &desk{
		waits:   map[string]*waiting{},
		listens: listens,
		opened:  map[string]bool{},
	}
}

// answer serves one connection until its stream has ended.
func (d *desk) answer(conn *net.UnixConn) {
	defer conn.Close()
	asked := &client{conn: conn}
	line, err := bufio.NewReader(io.LimitReader(conn, longestOrder)).ReadBytes('\n')
	if err != nil {
		return
	}
	var wanted order
	if json.Unmarshal(line, &wanted) != nil {
		asked.refuse(errOrder)
		return
	}
	gone := hungUp(conn)
	if wanted.Way == "call" {
		call(wanted, asked, gone)
		return
	}
	d.await(wanted, asked, gone)
}

// await stays until the stream has ended, or who asked hangs up.
func (d *desk) await(wanted order, asked *client, gone <-chan struct{}) {
	if err := d.open(wanted.Way); err != nil {
		asked.refuse(err)
		return
	}
	one := &waiting{wanted.Passphrase, asked, make(chan struct{})}
	name := wanted.Way + "/" + wanted.Key
	d.lock.Lock()
	before := d.waits[name]
	d.waits[name] = one
	d.lock.Unlock()
	if before != nil {
		// Who waited was cut off, or killed, and asks again.
		before.client.refuse(errReplaced)
		before.client.conn.Close()
	}
	select {
	case <-gone:
	case <-one.done:
	}
	d.lock.Lock()
	if d.waits[name] == one {
		delete(d.waits, name)
	}
	d.lock.Unlock()
}

func (d *desk) open(way string) error {
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.opened[way] {
		return nil
	}
	start, known := d.listens[way]
	if !known {
		return errOrder
	}
	if err := start(d); err != nil {
		return errPort
	}
	d.opened[way] = true
	return nil
}

// passphrase of the stream that somebody waits for; false: nobody does.
func (d *desk) passphrase(way, key string) (string, bool) {
	d.lock.Lock()
	defer d.lock.Unlock()
	one, found := d.waits[way+"/"+key]
	if !found {
		return "", false
	}
	return one.passphrase, true
}

// take gives who waits to whoever pushes; nil: nobody waits, or another pushes already.
func (d *desk) take(way, key string) *waiting {
	d.lock.Lock()
	defer d.lock.Unlock()
	name := way + "/" + key
	one := d.waits[name]
	delete(d.waits, name)
	return one
}

// end lets go of who waited: the stream has ended.
func (w *waiting) end() {
	close(w.done)
}

// begin says that the stream comes now.
func (c *client) begin() error {
	return c.say("ok")
}

// refuse says why it does not come; nothing after it has begun.
func (c *client) refuse(why error) {
	_ = c.say(why.Error())
}

func (c *client) say(word string) (err error) {
	c.once.Do(func() { _, err = c.Write([]byte(word + "\n")) })
	return err
}

// Write gives a part of the stream.
func (c *client) Write(data []byte) (int, error) {
	if err := c.conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	return c.conn.Write(data)
}

// hungUp is closed when the other side has closed the connection.
func hungUp(conn net.Conn) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, conn)
	}()
	return gone
}
