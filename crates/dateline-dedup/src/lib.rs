//! Articles to stories.
