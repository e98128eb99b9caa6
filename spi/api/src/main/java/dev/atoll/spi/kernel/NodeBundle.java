package dev.atoll.spi.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Header;
import org.osgi.annotation.bundle.Requirement;

/// Marks the one [PluginModule] of a bundle: a public class with a public constructor without
/// arguments.
///
/// bnd writes the manifest header that names the class and a requirement on the kernel's extender,
/// so that a distribution without a kernel does not resolve.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Header(name = NodeBundle.HEADER, value = "${@class}")
@Requirement(
    namespace = "osgi.extender",
    filter = "(&(osgi.extender=atoll.plugin)(version>=1.0)(!(version>=2.0)))")
public @interface NodeBundle {

  /// The manifest header with the name of the module class.
  String HEADER = "Guice-Module";
}
