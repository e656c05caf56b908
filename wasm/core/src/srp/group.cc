#include "srp/group.h"

namespace fmid::srp {

bool IsValidPublic(const GroupBytes& B) {
  int any = 0, borrow = 0;
  for (std::size_t i = kGroupBytes; i-- > 0;) {
    any |= B[i];
    borrow = (B[i] - kN[i] + borrow) >> 8;  // −1 where B is below N so far
  }
  return (any != 0) & (borrow != 0);
}

}  // namespace fmid::srp
