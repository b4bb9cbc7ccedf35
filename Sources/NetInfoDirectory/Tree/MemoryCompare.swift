import Glibc

/// Whether `count` bytes at two places are the same.
func compare(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    memcmp(left, right, count) == 0
}
