// The legal moves of a flow as one table: what is not in it cannot happen. The diagrams in docs/flows.md are made from these tables
// (scripts/flow-diagrams), and tests/native/flow_tables_test.cc walks every pair.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <optional>

namespace fmid {

template <class State, class Event>
struct Transition {
  State from;
  Event on;
  State to;
};

template <class State, class Event, std::size_t kSize>
[[nodiscard]] constexpr std::optional<State> Next(const Transition<State, Event> (&table)[kSize], State state, Event event) {
  for (const auto& transition : table) {
    if (transition.from == state && transition.on == event) return transition.to;
  }
  return std::nullopt;
}

template <class State, class Event, std::size_t kSize>
Transition<State, Event> RowOf(const Transition<State, Event> (&table)[kSize]);

// Where a flow stands in its table.
template <const auto& kTable>
class StateMachine {
 public:
  using Row = decltype(RowOf(kTable));
  using State = decltype(Row::from);
  using Event = decltype(Row::on);

  explicit StateMachine(State start) : state_(start) {}

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool Allows(Event event) const { return Next(kTable, state_, event).has_value(); }

  // The program ends where the table has no such row: that is a fault of fmid's, and to go on with somebody's password in a state that
  // nobody thought of would be worse.
  void Move(Event event) {
    for (const Row& row : kTable) {
      if (row.from != state_ || row.on != event) continue;
      state_ = row.to;
      last_row_ = &row;
      return;
    }
    std::abort();
  }

  // The row that the last move took, null before the first: the tests see by it that all of them are.
  [[nodiscard]] const Row* last_row() const { return last_row_; }

 private:
  State state_;
  const Row* last_row_ = nullptr;
};

}  // namespace fmid
