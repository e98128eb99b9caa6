/// A subnet that is elsewhere: requests go to upstream nodes, which answer as if they were asked
/// themselves.
@NullMarked
package dev.atoll.boundary.upstream;

import org.jspecify.annotations.NullMarked;
