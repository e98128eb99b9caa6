package dev.atoll.spi.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/// Promises in the manifest that the bundle registers services of the given types, so that a
/// distribution can be proven complete before it starts.
///
/// Goes with [NodeBundle] on the module; the kernel refuses a module that exports a type without
/// promising it.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(ProvidesService.All.class)
@Capability(namespace = "osgi.service", effective = "active")
public @interface ProvidesService {

  /// The types of the services.
  @Attribute("objectClass")
  Class<?>[] value();

  /// Holds repeated annotations.
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {

    ProvidesService[] value();
  }
}
