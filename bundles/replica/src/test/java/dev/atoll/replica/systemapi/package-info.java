@NullMarked
package dev.atoll.replica.systemapi;

import org.jspecify.annotations.NullMarked;
