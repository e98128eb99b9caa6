@NullMarked
package dev.atoll.replica.ingress;

import org.jspecify.annotations.NullMarked;
