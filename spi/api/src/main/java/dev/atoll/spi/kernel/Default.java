package dev.atoll.spi.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value that a component of a configuration record takes when its key is absent.
///
/// ```java
/// record SoloConfig(
///     @Default("200ms") Duration blockInterval, @Default("4MiB") ByteSize blockSizeMax) {}
/// ```
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

  /// The value as it would be written in the distribution.
  String value();
}
