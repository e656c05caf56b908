// The legal moves of a flow as one table: what is not in it cannot happen. The diagrams in docs/flows.md are made from these tables
// (scripts/flow-diagrams), and tests/native/flow_tables_test.cc walks every pair.
#pragma once

#include <cstddef>
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

// Makes the move where it is legal; says whether it was.
template <class State, class Event, std::size_t kSize>
constexpr bool Advance(const Transition<State, Event> (&table)[kSize], State& state, Event event) {
  const auto next = Next(table, state, event);
  if (next) state = *next;
  return next.has_value();
}

}  // namespace fmid
