// Exponentiation in the group (group.h, which has the letters), with either arithmetic. Time and memory access depend on the sizes of the
// arguments and never on their values; this covers the bases too. tests/native/constant_time_check.cc has valgrind look for branches and
// indices that depend on a secret.
//
// Exponents have 1 to kMaxExponentBytes bytes.
#pragma once

#include <cstdint>
#include <span>

#include "srp/comb.h"
#include "srp/group.h"

namespace fmid::srp {

// g^e mod N.
template <Arithmetic A>
void PowG(GeneratorTable<A>& table, std::span<const std::uint8_t> e, GroupBytes& out);

// base^e mod N for any base, also N and above.
template <Arithmetic A>
void Pow(A& arithmetic, const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out);

// What S is made from, besides `a`.
struct PremasterInputs {
  const GroupBytes& B;
  std::span<const std::uint8_t, 32> k, u, x;
};

// S = (B − k·g^x)^(a + u·x) mod N  (RFC 5054 §2.6). Any B does, but see IsValidPublic: RFC 5054 §2.5.4 has the caller abort where
// B mod N is 0.
template <Arithmetic A>
void ClientPremaster(GeneratorTable<A>& table, const PremasterInputs& inputs, std::span<const std::uint8_t> a, GroupBytes& S);

// The same two by square and multiply, with nothing prepared: what a doubted result is compared with. g^x is a power like any other.
template <Arithmetic A>
void PlainPow(A& arithmetic, const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out);
template <Arithmetic A>
void PlainClientPremaster(A& arithmetic, const PremasterInputs& inputs, std::span<const std::uint8_t> a, GroupBytes& S);

}  // namespace fmid::srp
