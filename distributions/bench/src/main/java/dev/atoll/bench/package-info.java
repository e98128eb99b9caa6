/// Measures the products from outside, over their sockets, as a client would.
@NullMarked
package dev.atoll.bench;

import org.jspecify.annotations.NullMarked;
