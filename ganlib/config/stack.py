"""Counts what a network of layers holds and does, without building it."""

import math
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class Stack:
    """Layers one upon another: the shape at the top, and what has been added up below it."""

    shape: tuple[int, ...]
    parameters: int = 0
    activations: int = 0  # numbers that one picture leaves behind in the layers
    multiplications: int = 0  # to take one picture through, each with its addition
    features: int = 0  # numbers that the last dense layer looked at

    def _add(self, shape: tuple[int, ...], parameters: int, multiplications: int = 0) -> Self:
        return replace(
            self,
            shape=shape,
            parameters=self.parameters + parameters,
            activations=self.activations + math.prod(shape),
            multiplications=self.multiplications + multiplications,
        )

    def dense(self, units: int, *, bias: bool = True) -> Self:
        """On whatever is below, flattened."""
        inputs = math.prod(self.shape)
        return replace(self._add((units,), (inputs + bias) * units, inputs * units), features=inputs)

    def embed(self, count: int, size: int) -> Self:
        """A vector for each number below, out of `count`."""
        return self._add((*self.shape, size), count * size)

    def dense_each(self, units: int) -> Self:
        """At each place by itself, with the same weights."""
        *places, inputs = self.shape
        return self._add((*places, units), (inputs + 1) * units, inputs * units * math.prod(places))

    def conv(self, filters: int, kernel: int, *, strides: int = 1, bias: bool = True) -> Self:
        height, width, channels = self.shape
        shape = (-(-height // strides), -(-width // strides), filters)
        window = kernel * kernel * channels
        return self._add(shape, (window + bias) * filters, window * math.prod(shape))

    def transposed(self, filters: int, kernel: int, *, strides: int = 1, bias: bool = True) -> Self:
        height, width, channels = self.shape
        shape = (height * strides, width * strides, filters)
        window = kernel * kernel * filters
        return self._add(shape, window * channels + bias * filters, window * math.prod(self.shape))

    def normalise(self) -> Self:
        """Batch normalisation: a scale and an offset for each channel."""
        return self._add(self.shape, 2 * self.shape[-1])

    def reshape(self, *shape: int) -> Self:
        return replace(self, shape=shape)

    def depth_to_space(self) -> Self:
        height, width, depth = self.shape
        return self.reshape(height * 2, width * 2, depth // 4)

    def enlarge(self) -> Self:
        """Each pixel becomes four."""
        height, width, channels = self.shape
        return self.reshape(height * 2, width * 2, channels)

    def shrink(self) -> Self:
        """The average of each four pixels, or of those that are there at the edge."""
        height, width, channels = self.shape
        return self.reshape(-(-height // 2), -(-width // 2), channels)

    def average(self) -> Self:
        """One number for each channel."""
        return self.reshape(self.shape[-1])

    def crop(self, height: int, width: int) -> Self:
        return self.reshape(height, width, self.shape[-1])

    def widen(self, features: int) -> Self:
        """The last dense layer, of one unit, looks at so many numbers more."""
        return replace(
            self,
            parameters=self.parameters + features,
            multiplications=self.multiplications + features,
            features=self.features + features,
        )

    def branch(self) -> Self:
        """A stack on top of this one, which counts only what is its own."""
        return type(self)(self.shape)

    def join(self, branch: Self) -> Self:
        """This, with what a branch holds and does that ends in it; the shape stays."""
        return replace(
            self,
            parameters=self.parameters + branch.parameters,
            activations=self.activations + branch.activations,
            multiplications=self.multiplications + branch.multiplications,
        )
