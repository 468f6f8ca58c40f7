import { FileExcelIcon } from '@/components/ui/icons';
import { useState, type DragEvent } from 'react';
import styles from './file-input.module.css';

interface FileInputProps {
  label: string;
  hint: string;
  accept: string;
  file: File | undefined;
  onChange: (file: File | undefined) => void;
  disabled?: boolean;
}

/** Chooses one file, by the system's dialog or by dropping it. */
export function FileInput({ label, hint, accept, file, onChange, disabled = false }: FileInputProps) {
  const [over, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (!disabled) onChange(event.dataTransfer.files[0]);
  }

  return (
    <label
      className={styles.zone}
      data-over={over}
      data-disabled={disabled}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileExcelIcon className={styles.icon} />
      <span>
        <strong>{file?.name ?? label}</strong>
        <span className={styles.hint}>{hint}</span>
      </span>
      <input
        type="file"
        accept={accept}
        disabled={disabled}
        className="visually-hidden"
        aria-label={label}
        onChange={(event) => {
          onChange(event.target.files?.[0]);
          // The same file, corrected and saved again, must count as chosen again.
          event.target.value = '';
        }}
      />
    </label>
  );
}
