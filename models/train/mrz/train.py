#!/usr/bin/env python3
"""Trains the MRZ line reader on made-up lines only and writes it as ONNX. CPU, one thread and a helper, seeded.

Debian packages: python3-torch python3-onnx python3-opencv python3-pil fonts-ocr-b fonts-ocr-a fonts-dejavu-core
fonts-liberation fonts-freefont-ttf.  Usage: train.py [--steps N] [--out mrz-lines.onnx]
"""
import argparse
import copy
import hashlib
import json
import math
import pathlib
import random
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

import synthesis
import texts
from network import LineReader

SEED, BATCH, PEAK_RATE, DECAY = 20261124, 16, 2.5e-3, 0.998
LABEL = {char: i + 1 for i, char in enumerate(texts.ALPHABET)}


class Lines(IterableDataset):
    """Endless samples of one seed."""

    def __init__(self, seed):
        self.seed = seed

    def __iter__(self):
        seed_all(self.seed)
        papers = synthesis.Papers()
        while True:
            yield synthesis.sample(papers)


def seed_all(seed):
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)


def collate(samples):
    pictures = torch.from_numpy(np.stack([picture for picture, _ in samples]))[:, None]
    return pictures, [text for _, text in samples]


def held_out(count):
    lines = iter(Lines(SEED + 1))
    return [collate([next(lines) for _ in range(BATCH)]) for _ in range(count // BATCH)]


def loss_of(logits, read):
    labels = torch.tensor([LABEL[char] for text in read for char in text])
    lengths = torch.tensor([len(text) for text in read])
    steps = torch.full((len(read),), logits.shape[1])
    log_probabilities = logits.log_softmax(-1).permute(1, 0, 2)
    return nn.functional.ctc_loss(log_probabilities, labels, steps, lengths, zero_infinity=True)


def decode(logits):
    found = []
    for row in logits.argmax(-1).tolist():
        kept = [k for i, k in enumerate(row) if k and (i == 0 or row[i - 1] != k)]
        found.append("".join(texts.ALPHABET[k - 1] for k in kept))
    return found


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def evaluate(network, batches):
    network.eval()
    exact = edits = characters = lines = 0
    with torch.no_grad():
        for pictures, wanted in batches:
            for read, text in zip(decode(network(pictures)), wanted):
                lines, exact = lines + 1, exact + (read == text)
                edits, characters = edits + distance(read, text), characters + len(text)
    return {"lines": lines, "exactLines": exact / lines, "characterAccuracy": 1 - edits / characters}


def follow(average, network):
    """The average of the weights over the last steps reads better than the last weights."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.mul_(DECAY).add_(new, alpha=1 - DECAY)
            else:
                kept.copy_(new)


class Probabilities(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, picture):
        return self.network(picture).softmax(-1)


def export(network, path):
    example = torch.zeros(1, 1, synthesis.HEIGHT, synthesis.WIDTH)
    axes = {"picture": {0: "batch"}, "probabilities": {0: "batch"}}
    names = {"input_names": ["picture"], "output_names": ["probabilities"], "dynamic_axes": axes}
    torch.onnx.export(Probabilities(copy.deepcopy(network).eval()), example, path, opset_version=13, **names)


def train(steps, path):
    seed_all(SEED)
    network = LineReader()
    average = copy.deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), PEAK_RATE, weight_decay=1e-3)
    loader = DataLoader(Lines(SEED), BATCH, collate_fn=collate, num_workers=1, prefetch_factor=8)
    check = held_out(512)
    began = time.time()
    for step, (pictures, wanted) in enumerate(loader, 1):
        rate = PEAK_RATE * min(1, step / 300) * 0.5 * (1 + math.cos(math.pi * min(1, step / steps))) + 1e-5
        for group in optimizer.param_groups:
            group["lr"] = rate
        network.train()
        loss = loss_of(network(pictures), wanted)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        follow(average, network)
        if step % 500 == 0 or step == steps:
            report = {"step": step, "seconds": round(time.time() - began), "loss": round(loss.item(), 4)}
            print(json.dumps({**report, **evaluate(average, check)}), flush=True)
            export(average, path)
        if step == steps:
            break
    data = pathlib.Path(path).read_bytes()
    print(json.dumps({"file": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10000)
    parser.add_argument("--out", default="mrz-lines.onnx")
    given = parser.parse_args()
    train(given.steps, given.out)
