import { QRCode } from 'antd';

interface QRCodeProps {
  value: string;
  /** What the picture holds, for those who do not see it. */
  label: string;
}

/** A QR code, drawn in the browser: what it holds goes nowhere. Load it when it is needed. */
export default function QRCodePicture({ value, label }: QRCodeProps) {
  return (
    <div role="img" aria-label={label}>
      <div aria-hidden>
        <QRCode
          value={value}
          type="svg"
          errorLevel="L"
          size={200}
          bordered={false}
          color="#000"
          bgColor="#fff"
        />
      </div>
    </div>
  );
}
