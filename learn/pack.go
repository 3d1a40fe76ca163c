// SPDX-License-Identifier: EUPL-1.2

package learn

import "math"

// Pack appends values in half the room, in 11 significant bits and in the same
// order: what is larger as a number is not smaller packed. Below 0.00003 they are
// 0, and above 65,000 all are the same.
func Pack(to []uint16, values ...float32) []uint16 {
	for _, v := range values {
		to = append(to, packed(v))
	}
	return to
}

// Unpack gives values of which trees think the same as of those that were packed.
func Unpack(to []float32, packed []uint16) {
	for i, code := range packed {
		to[i] = highest(code)
	}
}

// zero is the packed 0. Above it stand the positive numbers, with 5 bits of
// exponent and 10 of mantissa, and below it the negative ones, mirrored.
const zero = 1 << 15

func packed(v float32) uint16 {
	bits := math.Float32bits(v)
	size := min(max(int(bits&0x7FFFFFFF)>>13-smallest, 0), 0x7FFF)
	if bits>>31 != 0 {
		return uint16(zero - size)
	}
	return uint16(zero + size)
}

const smallest = 112 << 10

// highest is the largest number that is packed so.
func highest(code uint16) float32 {
	if code < zero {
		return -math.Float32frombits(uint32(zero-int(code)+smallest) << 13)
	}
	return math.Float32frombits(uint32(int(code)-zero+smallest)<<13 | 0x1FFF)
}
