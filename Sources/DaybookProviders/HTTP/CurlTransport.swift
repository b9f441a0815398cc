import CCurl
package import DaybookCore
import Dispatch
import Synchronization

/// Speaks HTTP through libcurl, each request on a queue of its own making.
///
/// Finished handles wait with their open connection for the next request to the same origin.
package final class CurlTransport: Transport {
  private let userAgent: String
  private let authorities: String?
  private let idle = Mutex<[(origin: String, handle: CurlHandle)]>([])
  /// Whether libcurl was found, which is opened when this is first asked.
  package static let isReady = ccurl_start()
  static let missing = "libcurl is not installed"
  private static let idleLimit = 8

  /// - Parameter authorities: a file of certificates to trust in place of the system's.
  package init(version: String, authorities: String? = nil) {
    userAgent = "Daybook/" + version + " (gzip)"
    self.authorities = authorities
  }

  package func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    let stop = StopFlag()
    let result: Result<WebResponse, ProviderError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A serial queue gets a thread at once; a concurrent one waits for those that wait.
        DispatchQueue(label: "daybook.http").async {
          do throws(ProviderError) {
            continuation.resume(returning: .success(try self.perform(request, stop)))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
      }
    } onCancel: {
      stop.raise()
    }
    return try result.get()
  }

  private func perform(_ request: WebRequest, _ stop: StopFlag) throws(ProviderError)
    -> WebResponse
  {
    let deadline = ContinuousClock.now + request.limits.total
    var redirections = Redirections(request)
    while true {
      let current = redirections.request
      let transfer = CurlTransfer(current, deadline: deadline, stop: stop)
      let handle = try takeHandle(for: current)
      do throws(ProviderError) {
        try transfer.run(on: handle, userAgent: userAgent, authorities: authorities)
        current.log?.add(transfer.exchange(failure: nil))
      } catch {
        current.log?.add(transfer.exchange(failure: error))
        ccurl_free(handle.pointer)
        throw error
      }
      // What nobody asked about is not reached over a connection that somebody asked about.
      if current.gate == nil {
        keep(handle, for: current.address)
      } else {
        ccurl_free(handle.pointer)
      }
      guard try redirections.follow(status: transfer.status, headers: transfer.headers) else {
        return WebResponse(
          status: transfer.status, headers: transfer.headers, body: transfer.body,
          address: current.address, movedTo: redirections.movedTo)
      }
    }
  }

  /// A request that changes something gets a connection of its own, as does one that may not go
  /// everywhere: curl repeats by itself what was
  /// sent over a kept one and met no answer, and nobody could tell whether it was done twice.
  private func takeHandle(for request: WebRequest) throws(ProviderError) -> CurlHandle {
    let address = request.address
    let kept =
      request.isReading && request.gate == nil
      ? idle.withLock { idle -> CurlHandle? in
        guard let index = idle.lastIndex(where: { $0.origin == address.origin }) else { return nil }
        return idle.remove(at: index).handle
      } : nil
    if let kept { return kept }
    guard Self.isReady, let pointer = ccurl_new() else {
      throw .unreachable(address.place, .other(Self.missing))
    }
    return CurlHandle(pointer: pointer)
  }

  private func keep(_ handle: CurlHandle, for address: WebAddress) {
    ccurl_reset(handle.pointer)
    let surplus = idle.withLock { idle -> CurlHandle? in
      idle.append((address.origin, handle))
      return idle.count > Self.idleLimit ? idle.removeFirst().handle : nil
    }
    if let surplus { ccurl_free(surplus.pointer) }
  }

  deinit {
    idle.withLock { idle in
      for (_, handle) in idle { ccurl_free(handle.pointer) }
    }
  }
}

extension WebRequest {
  /// Whether nothing changes at the other side, however often it is asked.
  fileprivate var isReading: Bool {
    ["GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"].contains(method)
  }
}

/// One of curl's handles. `@unchecked` because it is either in the pool behind its `Mutex` or in the
/// hands of the one transfer that took it out.
struct CurlHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
}

/// Tells a running transfer that nobody waits for it any more.
final class StopFlag: Sendable {
  private let flag = Atomic(false)

  var isRaised: Bool { flag.load(ordering: .relaxed) }

  func raise() { flag.store(true, ordering: .relaxed) }
}
