/// Replies sent over UDP lately, so that a repeated request is answered again and not carried out again.
struct ReplyCache {
    struct Key: Hashable {
        let peer: PeerAddress
        let xid: UInt32
        let program: UInt32
        let procedure: UInt32
    }

    private struct Entry {
        let time: Double
        let reply: [UInt8]
    }

    private let seconds: Double
    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var order: [Key] = []

    init(seconds: Double = 4, capacity: Int = 256) {
        self.seconds = seconds
        self.capacity = capacity
    }

    /// The key of a request, when its bytes reach to the procedure number.
    static func key(_ message: UnsafeRawBufferPointer, _ peer: PeerAddress) -> Key? {
        guard message.count >= 24 else { return nil }
        func word(_ offset: Int) -> UInt32 {
            UInt32(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        return Key(peer: peer, xid: word(0), program: word(12), procedure: word(20))
    }

    func reply(for key: Key, at now: Double) -> [UInt8]? {
        guard let entry = entries[key], now - entry.time < seconds else { return nil }
        return entry.reply
    }

    mutating func store(_ reply: [UInt8], for key: Key, at now: Double) {
        if entries.updateValue(Entry(time: now, reply: reply), forKey: key) == nil { order.append(key) }
        guard order.count > capacity else { return }
        for key in order.prefix(capacity / 2) { entries[key] = nil }
        order.removeFirst(capacity / 2)
    }
}
