package dev.atoll.spi.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/// States in the manifest that the bundle imports a service of the given type, so that a
/// distribution without a provider does not resolve.
///
/// Goes with [NodeBundle] on the module; the kernel refuses a module that imports a type without
/// stating it.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(RequiresService.All.class)
@Requirement(namespace = "osgi.service", filter = "(objectClass=${#value})", effective = "active")
public @interface RequiresService {

  /// The type of the service.
  Class<?> value();

  /// Holds repeated annotations.
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {

    RequiresService[] value();
  }
}
