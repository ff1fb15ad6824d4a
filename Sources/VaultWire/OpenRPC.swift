/// The OpenRPC document that `rpc.discover` answers with.
package enum OpenRPC {
    package static let document: [UInt8] = Array("{}".utf8)
}
