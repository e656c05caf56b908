// What a Precomputation holds. Only client.cc and tests know: what it is differs from build to build.
#pragma once

#include <optional>

#include "srp/client.h"
#include "srp/comb.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace fmid::srp {

#ifdef FMID_SCALAR
using FastArithmetic = ScalarArithmetic;
#else
using FastArithmetic = VectorArithmetic;
#endif

struct Precomputation::State {
  GeneratorTable<FastArithmetic> table;
  std::optional<KeyPair> ahead;
};

}  // namespace fmid::srp
