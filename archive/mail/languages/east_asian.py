"""Rows of the table of languages: those of East Asia."""

from __future__ import annotations

from archive.mail.languages.language import Language

EAST_ASIAN = (
    Language(
        code="zh-Hans", from_="发件人|发信人|寄件人|发送人", sent="发送时间|发送日期|已发送|发送于|时间",
        date="日期", to="收件人|收信人", cc="抄送|副本|密送", subject="主题|标题",
        reply_to="回复|答复|回复至", wrote="写道|写到|写入|写了|编写|寫道", on="在|于|於", quoting="引用",
        before_name="于|在",
        forwarded="转发邮件|转发的邮件|转发的消息|开始转发的邮件|下面是被转发的邮件|被转发邮件信息"
        "|转发邮件信息|已转发邮件|转发的信息|开始转发邮件|以下是转发的邮件|转发信息|转发消息|被转发的邮件"
        "|转发邮件开始",
        forwarding="转发", original="原始邮件|邮件原件|原邮件|原始消息|原始信息|原信息|原消息",
        on_behalf_of="代表",
        months="一月/1月|二月/2月|三月/3月|四月/4月|五月/5月|六月/6月|七月/7月|八月/8月|九月/9月|十月/10月"
        "|十一月/11月|十二月/12月",
        weekdays="星期一/周一|星期二/周二|星期三/周三|星期四/周四|星期五/周五|星期六/周六|星期日/星期天/周日",
        other_days="昨天", am="上午|凌晨|早上", pm="下午|晚上|中午",
    ),
    Language(
        code="zh-Hant", from_="寄件者|寄件人|發件人|寄信人|發信人",
        sent="寄件日期|傳送時間|傳送日期|寄件時間|發送時間|寄件备份|已傳送|發送日期|寄出|傳送", date="日期",
        to="收件者|收件人|收信人", cc="副本|抄送|密件副本|複本", subject="主旨|主題|標題",
        reply_to="回覆|回覆至", wrote="寫道|写道|寫到|寫入|撰寫|提到|寫", on="於|在|于", quoting="引述",
        before_name="於|在",
        forwarded="轉寄郵件|轉寄的郵件|開始轉寄郵件|以下是轉寄的郵件|轉寄訊息|轉寄的訊息|轉寄信件|轉寄的信件"
        "|開始轉寄訊息|轉發郵件|已轉寄郵件|已轉寄的訊息|開始轉寄的郵件",
        forwarding="轉寄|轉發", original="原始郵件|原始訊息|原始信件|原郵件|原來的郵件|原訊息",
        on_behalf_of="代表",
        months="一月/1月|二月/2月|三月/3月|四月/4月|五月/5月|六月/6月|七月/7月|八月/8月|九月/9月|十月/10月"
        "|十一月/11月|十二月/12月",
        weekdays="星期一/週一|星期二/週二|星期三/週三|星期四/週四|星期五/週五|星期六/週六|星期日/星期天/週日",
        other_days="昨天", am="上午|凌晨|早上|清晨", pm="下午|晚上|中午",
    ),
    Language(
        code="ja", from_="差出人|送信者|送信元|発信者|差出し人",
        sent="送信日時|送信済み|送信日|送信|送信時刻|送付日時|発信日時", date="日付|日時",
        to="宛先|送信先|あて先|受信者", cc="写し|カーボンコピー|コピー", subject="件名|タイトル|題名",
        reply_to="返信先",
        wrote="さんは書きました|さんが書きました|書きました|さんが次のように書きました|様が書きました"
        "|さんは次のように書きました",
        before_name="頃|に|、",
        forwarded="転送されたメッセージ|転送メッセージ|転送されたメール|転送メール"
        "|転送されたメッセージの開始|転送|転送されたメッセージを開始|転送されたメッセージ開始"
        "|以下は転送されたメッセージ|転送されるメッセージ|転送するメッセージ",
        forwarding="転送",
        original="元のメッセージ|オリジナルメッセージ|元のメール|オリジナル メッセージ|元メッセージ|原文",
        on_behalf_of="代理",
        months="一月/1月/睦月|二月/2月|三月/3月|四月/4月|五月/5月|六月/6月|七月/7月|八月/8月|九月/9月"
        "|十月/10月|十一月/11月|十二月/12月",
        weekdays="月曜日/月曜|火曜日/火曜|水曜日/水曜|木曜日/木曜|金曜日/金曜|土曜日/土曜|日曜日/日曜",
        other_days="昨日", am="午前", pm="午後",
    ),
    Language(
        code="ko", from_="보낸 사람|보낸사람|발신자|발신|보낸이|보내는 사람",
        sent="보낸 날짜|보낸날짜|보낸 시간|보냄|발신일|전송 날짜|보낸시간", date="날짜|일시|작성일",
        to="받는 사람|받는사람|수신자|수신|받는이", cc="참조|사본|숨은참조|숨은 참조", subject="제목",
        reply_to="회신|답장 받는 사람|답장받는 사람",
        wrote="님이 작성|작성|님이 작성한 글|님이 쓴 글|님이 쓰시길|님이 다음과 같이 썼습니다|님이 썼습니다"
        "|썼습니다|님이 작성했습니다|이(가) 작성|님 작성|님이 씀|씀",
        before_name="에|시",
        forwarded="전달된 메시지|전달된 메일|전달된 메시지 시작|전달 메시지|전달된 메시지의 시작"
        "|전달된 메일 시작|전달한 메시지|전달받은 메시지|전달된 이메일|전달된 메세지",
        forwarding="전달", original="원본 메시지|원본 메일|원본 메세지|원래 메시지|원본메시지",
        on_behalf_of="대신", months="1월|2월|3월|4월|5월|6월|7월|8월|9월|10월|11월|12월",
        weekdays="월요일|화요일|수요일|목요일|금요일|토요일|일요일", other_days="어제", am="오전", pm="오후",
    ),
    Language(
        code="vi", from_="Từ|Người gửi|Gửi từ", sent="Đã gửi|Gửi|Đã gửi lúc|Gửi lúc|Ngày gửi|Gửi vào lúc",
        date="Ngày|Thời gian", to="Đến|Tới|Người nhận|Gửi đến|Gửi tới|Cho",
        cc="Cc|Đồng gửi|Đồng kính gửi|Bản sao", subject="Chủ đề|Tiêu đề|Đề tài",
        reply_to="Trả lời|Trả lời đến", wrote="đã viết|viết|đã viết như sau",
        on="Vào|Lúc|Ngày|Trong|Vào ngày|Vào lúc", before_name="lúc|vào lúc|người dùng|do|bởi|bạn|giờ",
        forwarded="thư đã chuyển tiếp|thư chuyển tiếp|thư được chuyển tiếp|bắt đầu thư được chuyển tiếp"
        "|bắt đầu thư chuyển tiếp|bắt đầu thư đã chuyển tiếp|tin nhắn đã chuyển tiếp|tin nhắn chuyển tiếp"
        "|thông điệp chuyển tiếp|tin nhắn được chuyển tiếp|bắt đầu tin nhắn được chuyển tiếp"
        "|thông báo đã chuyển tiếp",
        forwarding="chuyển tiếp", original="thư gốc|tin nhắn gốc|thông điệp gốc|thư ban đầu|tin nhắn ban đầu",
        on_behalf_of="thay mặt cho|thay mặt",
        months="tháng 1/thg 1/tháng một|tháng 2/thg 2/tháng hai|tháng 3/thg 3/tháng ba"
        "|tháng 4/thg 4/tháng tư|tháng 5/thg 5/tháng năm|tháng 6/thg 6/tháng sáu|tháng 7/thg 7/tháng bảy"
        "|tháng 8/thg 8/tháng tám|tháng 9/thg 9/tháng chín|tháng 10/thg 10/tháng mười"
        "|tháng 11/thg 11/tháng mười một|tháng 12/thg 12/tháng mười hai",
        weekdays="thứ hai/th 2/t2|thứ ba/th 3/t3|thứ tư/th 4/t4|thứ năm/th 5/t5|thứ sáu/th 6/t6"
        "|thứ bảy/th 7/t7|chủ nhật/cn",
        other_days="hôm qua", am="SA", pm="CH",
    ),
)  # fmt: skip
