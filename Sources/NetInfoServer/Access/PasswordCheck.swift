import CCrypt
import Glibc

/// Checks passwords against crypt(3) hashes, DES and all newer schemes alike.
enum PasswordCheck {
    /// Whether hashing `password` with the salt in `hash` gives `hash`.
    ///
    /// Both end at their first NUL byte, as they do for crypt(3).
    static func matches(_ password: [UInt8], hash: [UInt8]) -> Bool {
        guard !hash.isEmpty else { return false }
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { data.deallocate() }
        memset(data, 0, MemoryLayout<crypt_data>.size)
        return withCString(password) { password in
            withCString(hash) { setting in
                guard let result = crypt_r(password, setting, data) else { return false }
                return isEqual(result, setting)
            }
        }
    }

    private static func withCString(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Bool) -> Bool {
        (bytes + [0]).withUnsafeBytes { raw in
            guard let base = raw.bindMemory(to: CChar.self).baseAddress else { return false }
            return body(base)
        }
    }

    /// Compares without ending at the first difference.
    private static func isEqual(_ left: UnsafePointer<CChar>, _ right: UnsafePointer<CChar>) -> Bool {
        let length = strlen(left)
        guard length == strlen(right) else { return false }
        var difference: CChar = 0
        for index in 0..<length { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    /// The hash of this system's root account, when it can be read and is not empty.
    static var systemRootHash: [UInt8]? {
        guard let entry = getspnam("root"), let hash = entry.pointee.sp_pwdp else { return nil }
        let bytes = Array(String(cString: hash).utf8)
        return bytes.isEmpty ? nil : bytes
    }
}
