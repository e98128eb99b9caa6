package dev.atoll.kernel.inject.toy.greeter;

import dev.atoll.spi.kernel.Default;

record GreeterConfig(@Default("hello") String salutation) {}
