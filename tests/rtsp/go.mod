// A camera for the tests: never part of the product.
module nhipcau/tests/rtsp

go 1.26.0

require (
	github.com/asticode/go-astits v1.13.0
	github.com/pion/rtcp v1.2.17
	github.com/pion/rtp v1.10.5
)

require (
	github.com/asticode/go-astikit v0.30.0 // indirect
	github.com/pion/randutil v0.1.0 // indirect
)
