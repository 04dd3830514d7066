"""Photographs of single MRZ lines, made up: print, paper, camera, and the way the reader cuts lines out of pages.

A sample is a grey picture of HEIGHT x WIDTH (float32, mean 0, deviation 1) and the text that can be read in it.
"""
import random
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import texts

HEIGHT, WIDTH = 36, 840
FONTS = "/usr/share/fonts"
OCR_B = [f"{FONTS}/opentype/ocr-b/OCRB.otf", f"{FONTS}/opentype/ocr-b/OCRBS.otf"]
LOOK_ALIKES = [
    f"{FONTS}/truetype/liberation/LiberationMono-Regular.ttf",
    f"{FONTS}/truetype/liberation/LiberationMono-Bold.ttf",
    f"{FONTS}/truetype/dejavu/DejaVuSansMono.ttf",
    f"{FONTS}/truetype/freefont/FreeMonoBold.ttf",
    f"{FONTS}/truetype/ocr-a/OCRA.ttf",
]
CAP = 25  # height of a capital on the print, in pixels of the mask
PITCH = 25.0  # OCR-B size 1: the advance is about the height of a capital
CELL = 44  # side of a glyph's picture


@lru_cache(maxsize=None)
def glyphs(path):
    """The pictures of the 37 characters, a capital CAP pixels high, on one base line."""
    font = ImageFont.truetype(path, 200)
    top, bottom = font.getbbox("H")[1], font.getbbox("H")[3]
    font = ImageFont.truetype(path, round(200 * CAP / (bottom - top)))
    box = font.getbbox("H")
    advance = font.getlength("H")
    pictures = {}
    for char in texts.ALPHABET:
        picture = Image.new("L", (CELL, CELL), 0)
        left = (CELL - advance) / 2
        ImageDraw.Draw(picture).text((left, (CELL - CAP) / 2 - box[1]), char, fill=255, font=font)
        pictures[char] = np.asarray(picture)
    return pictures


def chance(share):
    return random.random() < share


def between(low, high):
    return random.uniform(low, high)


def log_between(low, high):
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


class Print:
    """How one zone is printed: typeface, pitch, weight, leading."""

    def __init__(self):
        self.glyphs = glyphs(random.choice(OCR_B) if chance(0.86) else random.choice(LOOK_ALIKES))
        self.pitch = PITCH * (between(0.98, 1.03) if chance(0.6) else between(0.86, 1.14))
        self.weight = between(-1.0, 1.6)
        self.leading = CAP * (between(2.1, 2.7) if chance(0.75) else between(1.5, 2.1))
        self.jitter = between(0, 0.7) if chance(0.3) else 0.0


def draw_lines(lines, style):
    """The ink of all lines, 0..1, and the base point (x of the first character's left edge, y of each line's middle)."""
    margin = 70
    width = int(style.pitch * len(lines[0])) + 2 * margin
    height = int(style.leading * (len(lines) - 1)) + 2 * margin
    ink = np.zeros((height, width), np.uint8)
    middles = [margin + i * style.leading for i in range(len(lines))]
    for line, middle in zip(lines, middles):
        for i, char in enumerate(line):
            x = round(margin + (i + 0.5) * style.pitch - CELL / 2 + random.gauss(0, style.jitter))
            y = round(middle - CELL / 2 + random.gauss(0, style.jitter))
            cell = ink[y : y + CELL, x : x + CELL]
            np.maximum(cell, style.glyphs[char], out=cell)
    soft = cv2.GaussianBlur(ink, (0, 0), 1.1).astype(np.float32) / 255
    bar = 0.5 - 0.17 * style.weight  # ink that spreads, or type worn thin
    return np.clip((soft - bar) * 2.2 + 0.5, 0, 1), margin, middles


def cut_ends(length):
    """Where the cut begins and ends, in characters; now and then it goes through the line's ends."""
    start = -log_between(0.25, 4.5)
    end = length + log_between(0.25, 4.5)
    if chance(0.06):
        start = random.randint(1, 3) + between(-0.12, 0.12)
    if chance(0.06):
        end = length - random.randint(1, 3) + between(-0.12, 0.12)
    return start, end


def legible(line, start, end):
    return line[max(0, round(start)) : min(len(line), round(end))]


def cut_map(style, margin, middle, start, end):
    """For every pixel of the cut the place in the print: margins, skew, perspective, curved pages."""
    half = CAP * (between(0.62, 0.95) if chance(0.7) else between(0.55, 1.35))
    height, width = HEIGHT * 3 // 2, WIDTH * 3 // 2
    u = np.linspace(0, 1, width, dtype=np.float32)[None]
    v = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    skew = random.gauss(0, 0.10) * CAP
    curve = random.gauss(0, 0.10) * CAP if chance(0.35) else 0.0
    wave = random.gauss(0, 0.05) * CAP if chance(0.15) else 0.0
    taper = random.gauss(0, 0.06)
    centre = u - 0.5
    y = middle + random.gauss(0, 0.07) * CAP + skew * 2 * centre + curve * (8 * centre**2 - 1) + wave * np.sin(u * 9)
    y = y + v * half * (1 + taper * 2 * centre)
    bend = random.gauss(0, 0.05)
    along = u + bend * u * (1 - u)
    x = margin + (start + (end - start) * along) * style.pitch + v * random.gauss(0, 0.08) * CAP
    return np.broadcast_to(x, y.shape).astype(np.float32), y.astype(np.float32)


class Papers:
    """A stock of grounds, 0..1, drawn once: security print, waves, type in other letters, speckle, plain paper."""

    def __init__(self, count=160, seed=7):
        state = random.getstate(), np.random.get_state()
        random.seed(seed)
        np.random.seed(seed)
        self.stock = [self.draw() for _ in range(count)]
        random.setstate(state[0])
        np.random.set_state(state[1])

    @staticmethod
    def draw(height=150, width=1700):
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        paper = cv2.resize(np.random.randn(4, 14).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in range(random.choice((0, 1, 2, 3))):
            angle, period = between(0, np.pi), log_between(3, 60)
            warp = between(0, 14) * np.sin(x / between(20, 300) + y / between(15, 200))
            phase = (x * np.cos(angle) + y * np.sin(angle) + warp) * 2 * np.pi / period
            lines = np.sin(phase) if chance(0.5) else (np.sin(phase) > between(0.3, 0.95)) * 2.0
            paper += lines * between(0.15, 1.2)
        if chance(0.4):
            Papers.write(paper)
        if chance(0.3):
            paper += cv2.GaussianBlur(np.random.randn(height, width).astype(np.float32), (0, 0), between(0.6, 3)) * 2
        for _ in range(random.choice((0, 0, 0, 1, 2))):
            centre = (random.randint(0, width), random.randint(-30, height + 30))
            axes = (random.randint(20, 260), random.randint(15, 160))
            shape = np.zeros_like(paper)
            cv2.ellipse(shape, centre, axes, between(0, 180), 0, 360, 1.0, random.choice((-1, 1, 3)), cv2.LINE_AA)
            paper += shape * between(-1.5, 1.5)
        low, high = np.percentile(paper, (1, 99))
        return np.clip((paper - low) / (high - low + 1e-6), 0, 1).astype(np.float32)

    @staticmethod
    def write(paper):
        """Other print under or over the zone: micro-text, a SPECIMEN stamp, labels."""
        picture = Image.fromarray(np.zeros(paper.shape, np.uint8))
        draw = ImageDraw.Draw(picture)
        for _ in range(random.randint(1, 9)):
            size = int(log_between(7, 90))
            font = ImageFont.truetype(random.choice(LOOK_ALIKES[:4]), size)
            word = random.choice((texts.word(), "SPECIMEN", texts.word().lower(), texts.digits(7)))
            spot = (random.randint(-60, paper.shape[1]), random.randint(-20, paper.shape[0]))
            draw.text(spot, word * random.choice((1, 1, 6)), fill=255, font=font)
        paper += np.asarray(picture, np.float32) / 255 * between(-1.6, 1.6)

    def take(self, height, width):
        paper = random.choice(self.stock)
        zoom = between(1.0, 1.3)
        h, w = int(height * zoom), int(width * zoom)
        y, x = random.randint(0, paper.shape[0] - h), random.randint(0, paper.shape[1] - w)
        piece = cv2.resize(paper[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_AREA)
        if chance(0.5):
            piece = piece[:, ::-1]
        if chance(0.5):
            piece = piece[::-1]
        return 1 - piece if chance(0.5) else piece


def beside_the_line(ink, start, end, length):
    """Edges of the document or of a picture beside the text, and what lies beyond them."""
    height, width = ink.shape
    left = int(width * (0 - start) / (end - start))
    right = int(width * (length - start) / (end - start))
    for room, inward in ((left, -1), (width - right, 1)):
        if room < 14 or not chance(0.28):
            continue
        gap = random.randint(5, room - 6)
        edge = left - gap if inward < 0 else right + gap
        lean = random.gauss(0, 3)
        rows = np.arange(height)
        places = np.clip(edge + lean * (rows / height - 0.5), 0, width - 1).astype(int)
        thick = random.choice((2, 3, 5, room))
        dark = between(0.3, 1.0)
        for row, place in zip(rows, places):
            part = ink[row, max(0, place - thick) : place] if inward < 0 else ink[row, place : place + thick]
            np.maximum(part, dark, out=part)


def rules(ink):
    """Lines printed or drawn above, below or through the text."""
    height, width = ink.shape
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        y0 = random.choice((between(0, 0.13), between(0.87, 1))) * height if chance(0.8) else between(0, height)
        y1 = y0 + random.gauss(0, 3)
        shape = np.zeros_like(ink)
        cv2.line(shape, (0, int(y0)), (width, int(y1)), between(0.25, 1.0), random.choice((1, 1, 2)), cv2.LINE_AA)
        np.maximum(ink, shape, out=ink)
    for _ in range(random.choice((0, 0, 0, 0, 1, 3))):  # scratches take ink away
        x, y = random.randint(0, width), random.randint(0, height)
        end = (x + int(random.gauss(0, 60)), y + int(random.gauss(0, 20)))
        shape = np.zeros_like(ink)
        cv2.line(shape, (x, y), end, between(0.3, 0.9), 1, cv2.LINE_AA)
        ink *= 1 - shape


def on_paper(ink, papers):
    """Grey levels 0..255 of the ink on a ground; the contrast may be faint but is never nothing."""
    height, width = ink.shape
    ground = papers.take(height, width)
    bright = between(110, 250)
    texture = between(0, 30) if chance(0.6) else between(20, 75)
    paper = bright + (ground - 0.75) * texture
    contrast = between(60, 190) if chance(0.75) else between(35, 80)
    contrast = max(contrast, texture * between(0.75, 1.3))
    cover = between(0.75, 1.0)
    ink_level = np.maximum(bright - contrast, between(5, 60)) + ground * between(0, 12)
    patchy = 1.0
    if chance(0.2):  # worn or badly inked places
        patchy = 1 - between(0, 0.5) * papers.take(height, width)
    alpha = ink * cover * patchy
    return paper * (1 - alpha) + ink_level * alpha


def light(picture):
    """Shadow edges, falling light and glare."""
    height, width = picture.shape
    x = np.arange(width, dtype=np.float32)[None]
    if chance(0.5):
        picture = picture * (1 + between(-0.3, 0.3) * (x / width - 0.5))
    if chance(0.12):
        edge = between(0, width) + between(-60, 60) * np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        far = np.clip((x - edge) / between(1, 30), -40, 40)
        picture = picture * (1 - between(0.1, 0.5) / (1 + np.exp(far)))
    if chance(0.15):
        y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        spot = np.exp(-(((x - between(0, width)) / between(15, 150)) ** 2) - ((y - between(-1, 1)) / between(0.4, 3)) ** 2)
        picture = picture + spot * between(20, 110)
    return picture


def camera(picture):
    """Blur, pixels, noise, sharpening and JPEG, down to capitals 7 pixels high."""
    height, width = picture.shape
    detail = log_between(0.2, 0.75)  # 0.2: capitals about 7 pixels high
    sigma = abs(random.gauss(0, 0.55)) / detail + between(0.1, 0.6)
    picture = cv2.GaussianBlur(picture, (0, 0), min(sigma, 3.2))
    size = (max(160, int(width * detail * between(0.85, 1.15))), max(9, int(height * detail)))
    picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if chance(0.7) else cv2.INTER_LINEAR)
    if chance(0.18):
        picture = cv2.filter2D(picture, -1, motion())
    picture = picture + np.random.randn(*picture.shape).astype(np.float32) * (abs(random.gauss(0, 4.5)))
    if chance(0.3):
        picture = picture + (picture - cv2.GaussianBlur(picture, (0, 0), 1.2)) * between(0.3, 1.6)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if chance(0.65):
        quality = int(between(28, 92))
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)
    how = cv2.INTER_AREA if size[0] > WIDTH else random.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=how).astype(np.float32)


def motion():
    kernel = np.zeros((7, 7), np.float32)
    angle, reach = between(0, np.pi), between(0.8, 2.6)
    dx, dy = np.cos(angle) * reach, np.sin(angle) * reach * 0.6
    cv2.line(kernel, (round(3 - dx), round(3 - dy)), (round(3 + dx), round(3 + dy)), 1.0)
    return kernel / kernel.sum()


def sample(papers):
    lines = texts.zone()
    style = Print()
    at = random.randrange(len(lines))
    ink, margin, middles = draw_lines(lines, style)
    start, end = cut_ends(len(lines[at]))
    x, y = cut_map(style, margin, middles[at], start, end)
    cut = cv2.remap(ink, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    beside_the_line(cut, start, end, len(lines[at]))
    rules(cut)
    picture = camera(light(on_paper(cut, papers)))
    picture = (picture - picture.mean()) / (picture.std() + 1e-3)
    return picture, legible(lines[at], start, end)
