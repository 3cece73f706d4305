import hashlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lab.images import salience as module
from lab.images.salience import MODEL, MODEL_SHA256, levelled, salience
from lab.values.errors import LabError


def ball(light=1.0, tint=(1.0, 1.0, 1.0)):
    """A red ball on a grey cloth, in some light."""
    image = Image.new("RGB", (240, 180), (170, 170, 165))
    ImageDraw.Draw(image).ellipse((70, 40, 170, 140), (190, 40, 40))
    noise = np.random.default_rng(4).integers(-3, 4, (180, 240, 3))
    return np.clip((np.asarray(image) + noise) * light * np.array(tint), 0, 255).astype(np.uint8)


def inside():
    down, across = np.mgrid[:180, :240]
    return np.hypot(across - 120, down - 90) < 48


def test_the_network_is_the_file_that_it_should_be():
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() == MODEL_SHA256
    assert "Apache License" in (MODEL.parent / "LICENSE").read_text(encoding="utf-8")
    assert MODEL_SHA256 in (MODEL.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:1000] + b"x" + data[1001:], None])
def test_a_damaged_or_missing_network_is_not_run(monkeypatch, tmp_path, damage):
    if damage:
        (tmp_path / "u2netp.onnx").write_bytes(damage(MODEL.read_bytes()))
    monkeypatch.setattr(module, "MODEL", tmp_path / "u2netp.onnx")
    module._network.cache_clear()
    module._seen.cache_clear()
    try:
        with pytest.raises(LabError) as refused:
            salience(ball(), (60, 30, 180, 150))
        assert refused.value.code == "model_damaged"
    finally:
        module._network.cache_clear()


@pytest.mark.parametrize(("light", "tint"), [(1.0, (1, 1, 1)), (0.25, (1, 1, 1)), (0.8, (1.2, 1, 0.6))])
def test_the_thing_in_the_box_stands_out_in_any_light(light, tint):
    found = salience(ball(light, tint), (60, 30, 180, 150))
    assert found.shape == (180, 240) and found.dtype == np.float32
    assert found[inside()].mean() > 0.9
    assert found[:, :60].max() < 0.2 and found[:, 180:].max() < 0.2
    assert found.min() >= 0 and found.max() <= 1


def test_beyond_the_square_around_the_box_is_nothing():
    found = salience(ball(), (110, 80, 130, 100))
    beyond = np.ones((180, 240), bool)
    beyond[77:103, 107:133] = False
    assert (found[beyond] == 0).all()


def test_levels_are_stretched_channel_by_channel():
    ramp = np.stack([np.linspace(10, 60, 201), np.linspace(0, 255, 201), np.full(201, 80)], axis=1)[None].astype(
        np.uint8
    )
    light = levelled(ramp, 1.0)[0]
    assert light.min() == 0 and light.max() == 1
    assert abs(light[100, 0] - 0.5) < 0.02 and abs(light[100, 1] - 0.5) < 0.02
    assert (light[:, 2] == 0).all()
    assert np.allclose(levelled(ramp, 0.7)[0], light**0.7, atol=1e-5)
