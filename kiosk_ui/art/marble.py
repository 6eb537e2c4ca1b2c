"""Draw the marble that lies behind the screens: `python art/marble.py` writes `art/*.webp`.

Veins are the ridges of warped noise. The brighter a point, the deeper the vein: style sheets use
the picture as a luminance mask and give it any colour. Seeded: the same picture each time.
"""

from pathlib import Path

import cv2
import numpy as np

WIDTH, HEIGHT = 1080, 1620
STRIP = np.s_[60:820, :]  # enough for a header, where every kilobyte counts
RANDOM = np.random.default_rng(1828)


def noise(cells_x: int, cells_y: int, octaves: int) -> np.ndarray:
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    weight, sum_of_weights = 1.0, 0.0
    for octave in range(octaves):
        shape = (cells_y * 2**octave + 3, cells_x * 2**octave + 3)
        grid = RANDOM.standard_normal(shape).astype(np.float32)
        total += weight * cv2.resize(grid, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        sum_of_weights += weight
        weight *= 0.5
    return total / sum_of_weights


def warped(field: np.ndarray, dx: np.ndarray, dy: np.ndarray, reach: float) -> np.ndarray:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across, down = x + reach * dx, y + reach * dy
    return cv2.remap(field, across, down, cv2.INTER_LINEAR, None, cv2.BORDER_REFLECT)


def ridge(field: np.ndarray, width: float) -> np.ndarray:
    slope = cv2.magnitude(cv2.Sobel(field, cv2.CV_32F, 1, 0), cv2.Sobel(field, cv2.CV_32F, 0, 1))
    return np.exp(-((np.abs(field) / (slope * width + 1e-4)) ** 1.1))


def veins() -> np.ndarray:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    slant = (x * 0.9 + y * 0.55) / WIDTH
    warp_x, warp_y = noise(3, 4, 5), noise(3, 4, 5)
    bold_field = warped(np.sin(slant * 5.2 + 1.4) + 0.9 * noise(2, 3, 5), warp_x, warp_y, 90)
    fine_field = warped(np.sin(slant * 11.0) + 1.3 * noise(4, 6, 5), warp_x, warp_y, 60)
    hair_field = warped(noise(5, 7, 5), warp_y, warp_x, 70)
    here = np.clip(noise(3, 4, 3) * 0.9 + 0.45, 0, 1)
    there = np.clip(noise(4, 5, 3) * 0.9 + 0.3, 0, 1)
    bold = ridge(bold_field, 0.9) * here
    halo = cv2.GaussianBlur(ridge(bold_field, 7.0) * here, (0, 0), 14)
    fine = ridge(fine_field, 0.45) * there
    hair = ridge(hair_field, 0.22) * np.clip(noise(3, 4, 3) + 0.1, 0, 1)
    cloud = np.clip(noise(2, 3, 4) * 0.5 + 0.3, 0, 1)
    return np.clip(0.75 * bold + 0.42 * halo + 0.4 * fine + 0.3 * hair + 0.13 * cloud, 0, 1)


def main() -> None:
    picture = cv2.GaussianBlur((veins() * 255).astype(np.uint8), (0, 0), 0.7)
    folder = Path(__file__).parent
    cv2.imwrite(str(folder / "marble.webp"), picture, [cv2.IMWRITE_WEBP_QUALITY, 62])
    strip = cv2.resize(picture[STRIP], None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / "strip.webp"), strip, [cv2.IMWRITE_WEBP_QUALITY, 40])


if __name__ == "__main__":
    main()
