/// The HTTP front of a subnet: the interface that agents speak, on Netty.
///
/// One [ConnectionHandler] per connection reads requests in order on an event loop; a
/// [Dispatcher] asks the core on virtual threads, so that no event loop ever waits.
///
/// Source: Internet Computer interface specification, "HTTPS interface"; reference implementation
/// `rs/http_endpoints/public`.
@NullMarked
package dev.atoll.gateway.http;

import org.jspecify.annotations.NullMarked;
