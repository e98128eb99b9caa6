/// Messages and bulk data between the nodes of a subnet.
///
/// The core says who the peers are and which channels there are; a transport keeps connections to
/// them, proves on both sides that the other end has the key of the node that it claims to be, and
/// carries messages by channel and data by stream. `TransportContract` in `spi/tck` states what a
/// transport keeps; the simulated network beside it is one, for tests of whatever talks over it.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
