"""The cameras and microphones of a measurement, read back from their files."""

import wave

import numpy as np

from nhipcau.cli.bench.media import Shape, Signature, write_camera, write_microphone


def test_it_writes_a_camera_whose_code_stands_in_every_frame(tmp_path):
    path = tmp_path / "camera.y4m"
    write_camera(path, Signature(0b1010_0110, 440), Shape(160, 96, 5))
    head, _, rest = path.read_bytes().partition(b"\n")
    assert head == b"YUV4MPEG2 W160 H96 F5:1 Ip A1:1 C420"
    frames = [frame[: 160 * 96] for frame in rest.split(b"FRAME\n")[1:]]
    pictures = [np.frombuffer(one, np.uint8).reshape(96, 160) for one in frames]
    assert len(pictures) == 5
    for picture in pictures:
        assert [int(picture[6, 20 * at + 10] > 125) for at in range(8)] == [
            *(1, 0, 1, 0, 0, 1, 1, 0)
        ]
        assert [int(picture[18, 20 * at + 10] > 125) for at in range(8)] == [
            *(0, 1, 0, 1, 1, 0, 0, 1)
        ]
    assert not np.array_equal(pictures[0][30:], pictures[1][30:])


def test_it_writes_a_microphone_of_one_tone(tmp_path):
    path = tmp_path / "microphone.wav"
    write_microphone(path, 970, seconds=1)
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.argmax(np.abs(np.fft.rfft(samples))) == 970
