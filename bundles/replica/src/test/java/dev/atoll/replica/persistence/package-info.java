@NullMarked
package dev.atoll.replica.persistence;

import org.jspecify.annotations.NullMarked;
