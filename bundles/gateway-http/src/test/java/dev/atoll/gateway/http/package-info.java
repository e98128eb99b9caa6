@NullMarked
package dev.atoll.gateway.http;

import org.jspecify.annotations.NullMarked;
