package dev.atoll.spi.tck.crypto;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The rules of the contract that a broken provider must not pass.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface CaughtBy {

  String[] value();
}
