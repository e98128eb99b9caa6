package dev.atoll.candid;

import java.util.List;

/// The self-description of a message: the types of its arguments and what their names mean.
record MessageHeader(TypeEnvironment environment, List<CandidType> argTypes) {}
