Attribute VB_Name = "PmoLibreOffice"
'@Folder("PMO")
'@ModuleDescription("What only LibreOffice understands, in a module of its own so that nobody else compiles it.")
'
' LibreOffice gives each workbook a status bar and takes Application.StatusBar for that of the one in front. It dies of
' it while the one in front is still being loaded, for that has no window yet. So this workbook is asked for its own.
'
' Public procedures: KeepOthersOut, ShowStatus.
' Errors: none are raised.
'
Option Explicit
Option Private Module

' To Excel the lines in between are none; LibreOffice passes over every # and reads them.
#Const LibreOffice = False

'@Description("Lets the timer and clicks wait, between two statements too, until this macro ends or shows something.")
Public Sub KeepOthersOut()
#If LibreOffice Then
    EnableReschedule False
#End If
End Sub

'@Description("Puts a text into the status bar of this workbook, whichever is in front; an empty one gives it back.")
Public Sub ShowStatus(ByVal Text As String)
    Dim Bar As Object
    ' The window may just be closing; a text that cannot be shown must not end the run.
    On Error Resume Next
#If LibreOffice Then
    Set Bar = ThisComponent.CurrentController.StatusIndicator
#End If
    If Len(Text) > 0 Then
        Bar.Start Text, 100
    Else
        Bar.End
    End If
    On Error GoTo 0
End Sub
