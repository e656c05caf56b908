#include "srp/group.h"

#include <algorithm>
#include <cassert>

#include "fmid/secret.h"
#include "srp/comb.h"
#include "srp/montgomery.h"

namespace fmid::srp {
namespace {

// Each thread has its own, so there is nothing to lock. WebAssembly has one thread: there it is 30 kB of zeros, which no download
// carries.
constinit thread_local GeneratorTable table;

// The last power's window: 31 products make a table of 32, then every five bits cost five squarings and a product.
constexpr int kWindow = 5;
constexpr std::uint32_t kWindowEntries = 1 << kWindow;

// base = base^e, in Montgomery form, for an e of `bits` bits.
void Power(Residue& base, std::span<const std::uint8_t> e, std::size_t bits) {
  Residue powers[kWindowEntries], scratch, entry;
  powers[0] = One();
  powers[1] = base;
  for (std::uint32_t i = 2; i < kWindowEntries; i += 2) {
    Square(powers[i / 2], powers[i]);
    Multiply(powers[i], base, powers[i + 1]);
  }
  base = powers[0];
  for (std::size_t window = (bits + kWindow - 1) / kWindow; window-- > 0;) {
    std::uint32_t index = 0;
    for (std::size_t i = 0; i < kWindow; ++i) index |= BitOf(e, window * kWindow + i) << i;
    Select(powers, index, entry);
    SquareTimes(base, kWindow - 1, scratch);
    Square(base, scratch);
    Multiply(scratch, entry, base);
  }
  Wipe(powers, sizeof powers);
  Wipe(&scratch, sizeof scratch);
  Wipe(&entry, sizeof entry);
}

}  // namespace

bool IsValidPublic(const GroupBytes& B) {
  int any = 0, borrow = 0;
  for (std::size_t i = kGroupBytes; i-- > 0;) {
    any |= B[i];
    borrow = (B[i] - kN[i] + borrow) >> 8;  // −1 where B is below N so far
  }
  return (any != 0) & (borrow != 0);
}

bool Prepare() { return table.Advance(); }

void PowG(std::span<const std::uint8_t> e, GroupBytes& out) {
  Residue A;
  table.Power(e, A);
  Leave(A, out);
}

void Pow(const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out) {
  Residue b;
  Enter(Unpack(base), b);
  Power(b, e, 8 * e.size());
  Leave(b, out);
}

void ClientPremaster(const GroupBytes& B, std::span<const std::uint8_t, 32> k, std::span<const std::uint8_t, 32> u,
                     std::span<const std::uint8_t, 32> x, std::span<const std::uint8_t> a, GroupBytes& S) {
  // B − k·g^x. One factor in Montgomery form and one not make a product that is not.
  Residue power, product, base;
  table.Power(x, power);
  Multiply(Unpack(k), power, product);
  Subtract(Unpack(B), product, power);
  Enter(power, base);

  // a + u·x, byte by byte from the lowest; a column is below 32·255² + 255 and a carry, so 32 bits hold it.
  assert(a.size() <= kMaxExponentBytes);
  std::array<std::uint8_t, kMaxExponentBytes + 1> e{};
  std::uint32_t column = 0;
  for (std::size_t i = 0; i < e.size(); ++i) {
    for (std::size_t j = i < 32 ? 0 : i - 31; j <= std::min<std::size_t>(i, 31); ++j) {
      column += std::uint32_t{u[31 - j]} * x[31 - (i - j)];
    }
    if (i < a.size()) column += a[a.size() - 1 - i];
    e[e.size() - 1 - i] = static_cast<std::uint8_t>(column);
    column >>= 8;
  }

  // One bit more than the longer of the two.
  Power(base, e, 8 * std::max(a.size(), u.size() + x.size()) + 1);
  Leave(base, S);
  Wipe(&power, sizeof power);
  Wipe(&product, sizeof product);
  Wipe(e.data(), e.size());
}

}  // namespace fmid::srp
