import CCrypt
import Glibc

/// Makes hashes of passwords and tries passwords on them, with crypt(3) and in memory that is overwritten afterwards.
final class PasswordHasher {
    /// What new hashes are made with.
    enum Method: Hashable, Sendable {
        /// At its default cost.
        case yescrypt
        /// For clients that know nothing else.
        case des

        /// What selects it in crypt_gensalt(3).
        fileprivate var prefix: String {
            switch self {
            case .yescrypt: "$y$"
            case .des: ""
            }
        }
    }

    private let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)

    init() { memset(data, 0, MemoryLayout<crypt_data>.size) }

    deinit {
        explicit_bzero(data, MemoryLayout<crypt_data>.size)
        data.deallocate()
    }

    /// A hash with a random salt; nil when the C library cannot make one.
    func hash(_ password: Secret, with method: Method) -> [UInt8]? {
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard crypt_gensalt_rn(method.prefix, 0, nil, 0, &setting, Int32(setting.count)) != nil else { return nil }
        return password.withCString { phrase in
            guard let hash = crypt(phrase, setting) else { return nil }
            return Array(UnsafeRawBufferPointer(start: hash, count: strlen(hash)))
        }
    }

    /// Whether `phrase` is the password that `hash` was made of; both end in NUL.
    func opens(_ hash: [CChar], with phrase: UnsafePointer<CChar>) -> Bool {
        guard let result = crypt(phrase, hash) else { return false }
        return hash.withUnsafeBufferPointer { hash in
            guard let hash = hash.baseAddress else { return false }
            return strcmp(result, hash) == 0
        }
    }

    private func crypt(_ phrase: UnsafePointer<CChar>, _ setting: [CChar]) -> UnsafePointer<CChar>? {
        guard let result = crypt_rn(phrase, setting, data, Int32(MemoryLayout<crypt_data>.size)) else { return nil }
        return UnsafePointer(result)
    }
}
