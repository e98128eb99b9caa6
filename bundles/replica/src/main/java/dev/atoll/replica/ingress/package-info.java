/// The way of a user's request up to the block: authentication, acceptance, pool, payload.
///
/// Source: Internet Computer interface specification, "Authentication" and "Request: Call";
/// reference implementation `rs/validator` and `rs/ingress_manager`.
@NullMarked
package dev.atoll.replica.ingress;

import org.jspecify.annotations.NullMarked;
