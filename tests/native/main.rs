//! What holds natively, in one binary: a module for each subject. ARCHITECTURE.md says what each shows.

mod bad_input;
mod challenge_documents;
mod challenge_searches;
mod challenge_solutions;
mod challenges;
#[cfg(debug_assertions)]
mod claims;
mod field_rings;
mod field_texts;
mod going_back;
mod growth;
#[cfg(debug_assertions)]
mod headlines;
mod laboratories;
mod laboratory_slices;
mod latency_laboratory;
mod lesson_documents;
mod lesson_measures;
mod lesson_mutations;
mod lessons;
mod linearizability;
mod liveness;
mod load_laboratory;
mod model_checking;
mod mutated_links;
mod node;
mod old_links;
mod one_history;
mod operator_acts;
mod operators;
mod pace;
mod page_words;
mod permalink;
mod placements;
#[cfg(debug_assertions)]
mod planted_faults;
mod put_and_get;
mod reference_vectors;
mod reference_versions;
mod ring;
mod ring_balance;
mod rooms;
mod same_trace;
mod scenarios;
mod sessions;
mod simulation;
#[cfg(debug_assertions)]
mod stage_claims;
mod support;
mod tree_exchange;
mod truth;
mod version_history;
mod versions;
mod zones;
