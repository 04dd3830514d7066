"""The line reader: a fully convolutional network for connectionist temporal classification (Graves et al. 2006).

Input  (batch, 1, HEIGHT, width): grey, mean 0, deviation 1.
Output (batch, width / 4, 38): scores (logits) per step of the blank and the 37 characters of texts.ALPHABET.
"""
from torch import nn

from texts import ALPHABET


def block(inputs, outputs, kernel=3, padding=1, stride=1):
    conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU())


def along(inputs, outputs, dilation=1):
    conv = nn.Conv1d(inputs, outputs, 5, padding=2 * dilation, dilation=dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm1d(outputs), nn.ReLU())


class LineReader(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(block(1, 24, 5, 2, 2), block(24, 48, 3, 1, 2), block(48, 64))
        self.strokes = block(64, 64)
        self.halve = block(64, 96, 3, 1, (2, 1))
        self.shapes = block(96, 96)
        self.column = block(96, 128, (5, 3), (0, 1))
        self.context = nn.Sequential(along(128, 128), nn.Dropout(0.1), along(128, 128, 2))
        self.classes = nn.Conv1d(128, len(ALPHABET) + 1, 1)

    def forward(self, picture):
        x = self.stem(picture)
        x = self.halve(x + self.strokes(x))
        x = self.column(x + self.shapes(x)).squeeze(2)
        return self.classes(x + self.context(x)).permute(0, 2, 1)
