//! What the reader's thread has for the main thread.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::kernel::poller::Poller;

/// From the reader to the main thread.
pub enum Message {
    /// A line without its end; after a paste, several.
    Line(String),
    /// Ctrl-C at the prompt.
    Interrupted,
    /// Ctrl-D, or the end of the pipe.
    End,
    /// The Tab key: how may this word go on?
    Complete(String, Sender<Vec<String>>),
}

/// A queue whose arrivals end the wait of a poller.
#[derive(Default)]
pub struct Inbox(Mutex<Content>);

#[derive(Default)]
struct Content {
    messages: VecDeque<Message>,
    wake: Option<Poller>,
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn push(&self, message: Message) {
        let mut content = self.lock();
        content.messages.push_back(message);
        if let Some(poller) = &content.wake {
            poller.notify();
        }
    }

    pub fn pop(&self) -> Option<Message> {
        self.lock().messages.pop_front()
    }

    pub fn is_empty(&self) -> bool {
        self.lock().messages.is_empty()
    }

    /// The main thread is about to wait with this poller.
    pub fn wake_with(&self, poller: &Poller) {
        self.lock().wake = Some(poller.clone());
    }
}
