package dev.atoll.replica.execution;

import dev.atoll.spi.execution.CompiledModule;

/// Code that somebody makes instances of; its engine is kept until it is closed, once.
record CodeLease(EngineCode engine, CompiledModule module) implements AutoCloseable {

  @Override
  public void close() {
    engine.release();
  }
}
