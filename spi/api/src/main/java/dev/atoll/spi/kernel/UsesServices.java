package dev.atoll.spi.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/// States in the manifest that the bundle works with any number of services of the given type, none
/// included, and with those that come later.
///
/// Goes with [NodeBundle] on the module; the kernel refuses a module that watches a type without
/// stating it, or that imports one without stating this or [RequiresService].
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(UsesServices.All.class)
@Requirement(
    namespace = "osgi.service",
    filter = "(objectClass=${#value})",
    effective = "active",
    resolution = Requirement.Resolution.OPTIONAL,
    cardinality = Requirement.Cardinality.MULTIPLE)
public @interface UsesServices {

  /// The type of the services.
  Class<?> value();

  /// Holds repeated annotations.
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {

    UsesServices[] value();
  }
}
