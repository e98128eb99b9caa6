package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.tck.execution.fuzz.EngineDigest;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import java.util.stream.Stream;

/// Prints what this JVM makes of generated modules, a line for each: `DigestMain <first seed>
/// <modules>`.
final class DigestMain {

  private DigestMain() {}

  static void main(String[] args) {
    digests(Long.parseLong(args[0]), Integer.parseInt(args[1])).forEach(System.out::println);
  }

  static Stream<EngineDigest> digests(long firstSeed, int modules) {
    return EngineDigest.of(
        new JvmEngine(CompilerOptions.DEFAULT),
        new ModuleGenerator(FuzzFeatures.all()),
        firstSeed,
        modules);
  }
}
