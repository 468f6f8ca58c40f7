import { SearchIcon } from '@/components/ui/icons';
import { useEffect, useRef, useState } from 'react';
import { TextInput, type TextInputRef } from './input';
import styles from './search-input.module.css';

interface SearchInputProps {
  label: string;
  value: string;
  /** Called when typing has paused. */
  onSearch: (text: string) => void;
}

/** The search box of a list: "/" anywhere on the page goes to it. */
export function SearchInput({ label, value, onSearch }: SearchInputProps) {
  const input = useRef<TextInputRef>(null);
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== sent) {
    // The address changed from elsewhere (Back, a chip removed): the box follows.
    setSent(value);
    setText(value);
  }

  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      onSearch(text.trim());
    }, 300);
    return () => clearTimeout(timer);
  }, [text, sent, onSearch]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      input.current?.focus();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <div className={styles.box}>
      <TextInput
        inputRef={input}
        aria-label={label}
        placeholder={label}
        prefix={<SearchIcon />}
        allowClear
        value={text}
        onChange={setText}
      />
    </div>
  );
}
